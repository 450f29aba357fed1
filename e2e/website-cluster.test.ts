// The operator of websites beside the controllers of a cluster, with the rights of its manifest alone: its Deployments
// get Pods, what it owned is collected, and namespaces finish. There is no kubelet: the tests say what one would say of
// a Pod.

import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { getCondition, isControlledBy } from '@kube-rx/core';
import { ConfigMap, Deployment, Namespace, Pod, Service } from '@kube-rx/k8s';
import { ReplicaSet } from '@kube-rx/k8s/apps/v1';
import { websiteOperator } from '../examples/operators/website.ts';
import { Website } from '../examples/operators/website-kind.ts';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { installWebsites, type WebsiteSetting } from './website-setting.ts';

/** The garbage collector hears of new kinds every 30 s. */
const collectedMs = 180_000;
// A test waits for that, and for other things before.
jest.setTimeout(collectedMs + 120_000);

let controlPlane: ControlPlane;
let setting: WebsiteSetting;
let ended: Promise<void>;
const stop = new AbortController();

beforeAll(async () => {
  controlPlane = await ControlPlane.start({ controllerManager: true });
  setting = await installWebsites(controlPlane);
});

afterAll(async () => {
  stop.abort();
  await ended;
  await setting[Symbol.asyncDispose]();
  await controlPlane.stop();
});

const websites = (namespace: string): Api<Website> => Api.namespaced(setting.admin, Website, namespace);
const pods = (namespace: string): Api<Pod> => Api.namespaced(setting.admin, Pod, namespace);
const records = async (): Promise<Readonly<Record<string, string>>> =>
  (await Api.namespaced(setting.admin, ConfigMap, 'dns').get('dns')).data ?? {};
const readiness = async (name: string, namespace: string) => {
  const site = await websites(namespace).get(name);
  const { status: ready, reason, observedGeneration } = getCondition(site, 'Ready') ?? {};
  const isCurrent = observedGeneration === site.metadata.generation;
  return { ready, reason, isCurrent, readyReplicas: site.status?.readyReplicas };
};

/** What a kubelet says of the Pods of a namespace that run. */
async function bePods(namespace: string): Promise<void> {
  for (const { metadata } of await pods(namespace).list())
    await pods(namespace).status.patch.merge(metadata.name, {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    });
}

/** What is there of what a website asked for, and of what that asked for. */
async function left(namespace: string): Promise<number> {
  const { admin } = setting;
  const lists = await Promise.all([
    Api.namespaced(admin, Deployment, namespace).list(),
    Api.namespaced(admin, ReplicaSet, namespace).list(),
    Api.namespaced(admin, Pod, namespace).list(),
    Api.namespaced(admin, Service, namespace).list(),
  ]);
  return lists.flat().filter(({ metadata }) => metadata.name !== 'kubernetes').length;
}

describe('the operator of websites in a cluster', () => {
  test('has its website served once the Pods of the Deployment are ready', async () => {
    ended = websiteOperator(setting.operator, { log: setting.log }).run({ signal: stop.signal });
    await eventually('two Pods are there', async () => (await pods('default').list()).length === 2);
    const [set] = await Api.namespaced(setting.admin, ReplicaSet, 'default').list();
    const deployment = await Api.namespaced(setting.admin, Deployment, 'default').get('front');
    expect(set !== undefined && isControlledBy(set, deployment)).toBe(true);
    expect(isControlledBy(deployment, await websites('default').get('front'))).toBe(true);
    await eventually(
      'the website says that it waits',
      async () => (await readiness('front', 'default')).reason === 'Deploying',
    );

    await bePods('default');
    await eventually(
      'the website says that it is served',
      async () => (await readiness('front', 'default')).readyReplicas === 2,
    );
    expect(await readiness('front', 'default')).toEqual({
      ready: 'True',
      reason: 'Available',
      isCurrent: true,
      readyReplicas: 2,
    });
  });

  test('follows a website that asks for more, and its Pods', async () => {
    await websites('default').patch.merge('front', { spec: { replicas: 3 } });
    await eventually('a third Pod is there', async () => (await pods('default').list()).length === 3);
    await bePods('default');
    await eventually(
      'the website counts three',
      async () => (await readiness('front', 'default')).readyReplicas === 3,
    );
    expect(await readiness('front', 'default')).toMatchObject({ ready: 'True', isCurrent: true });
  });

  test('leaves nothing behind of a website that is deleted', async () => {
    await websites('default').delete('front');
    await eventually(
      'the website is gone',
      async () => (await websites('default').getOptional('front')) === undefined,
    );
    expect(await records()).toEqual({});
    await eventually(
      'what was made for it is collected',
      async () => (await left('default')) === 0,
      collectedMs,
    );
  });

  test('keeps no namespace that is deleted', async () => {
    const namespaces = Api.all(setting.admin, Namespace);
    await namespaces.create({ metadata: { name: 'shop' } });
    for (const name of ['one', 'two', 'three'])
      await websites('shop').create({ metadata: { name }, spec: { host: `${name}.example.com` } });
    await eventually('each has its Pod', async () => (await pods('shop').list()).length === 3);
    await eventually('each has its name', async () => Object.keys(await records()).length === 3);

    await namespaces.delete('shop');
    await eventually(
      'the namespace is gone',
      async () => (await namespaces.getOptional('shop')) === undefined,
      collectedMs,
    );
    expect(await records()).toEqual({});
  });

  test('has complained of nothing but that it could not mend what a namespace takes along', () => {
    const others = setting.complaints.filter((each) => !each.includes('because it is being terminated'));
    expect(others).toEqual([]);
  });
});
