// The operator of websites of the examples, on the real API server and with the rights of its manifest alone.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { getCondition, isConditionTrue, isControlledBy } from '@kube-rx/core';
import { ConfigMap, Deployment, Service } from '@kube-rx/k8s';
import { Event } from '@kube-rx/k8s/events.k8s.io/v1';
import { websiteOperator } from '../examples/operators/website.ts';
import { Website } from '../examples/operators/website-kind.ts';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';
import { installWebsites, type WebsiteSetting } from './website-setting.ts';

let controlPlane: ControlPlane;
let setting: WebsiteSetting;
let ended: Promise<void>;
const stop = new AbortController();

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  setting = await installWebsites(controlPlane);
});

afterAll(async () => {
  stop.abort();
  await ended;
  await setting[Symbol.asyncDispose]();
  await controlPlane.stop();
});

describe('the operator of websites, with the rights of its manifest', () => {
  const websites = (): Api<Website> => Api.namespaced(setting.admin, Website, 'default');
  const deployments = (): Api<Deployment> => Api.namespaced(setting.admin, Deployment, 'default');
  const services = (): Api<Service> => Api.namespaced(setting.admin, Service, 'default');
  const records = async (): Promise<Readonly<Record<string, string>>> =>
    (await Api.namespaced(setting.admin, ConfigMap, 'dns').get('dns')).data ?? {};

  test('makes what a website asks for, and says so', async () => {
    const controller = websiteOperator(setting.operator, { log: setting.log });
    ended = controller.run({ signal: stop.signal });
    await eventually(
      'the Deployment is there',
      async () => (await deployments().getOptional('front')) !== undefined,
    );
    await eventually(
      'the Service is there',
      async () => (await services().getOptional('front')) !== undefined,
    );
    const site = await websites().get('front');
    for (const child of [await deployments().get('front'), await services().get('front')])
      expect(isControlledBy(child, site)).toBe(true);
    expect(await records()).toEqual({ 'front.example.com': 'front.default.svc' });

    // No controller of Deployments runs here.
    await deployments().status.patch.merge('front', {
      status: { conditions: [{ type: 'Available', status: 'True' }], replicas: 2, readyReplicas: 2 },
    });
    await eventually('the website is ready', async () =>
      isConditionTrue(await websites().get('front'), 'Ready'),
    );
    await eventually('its Event is there', async () => {
      const events = await Api.namespaced(setting.admin, Event, 'default').list();
      return events.some(({ reason, regarding }) => reason === 'Published' && regarding?.name === 'front');
    });
  });

  test('writes nothing at a run for which all is as it shall be', async () => {
    const before = [await deployments().get('front'), await services().get('front')].map(versionOf);
    const { length } = setting.complaints;
    await websites().patch.merge('front', {
      metadata: { annotations: { 'kube-rx.dev/reconcile-requested-at': 'now' } },
    });
    await websites().patch.merge('front', { spec: { host: 'shop.example.com' } });
    await eventually('the new host is published', async () => 'shop.example.com' in (await records()));
    // The status is the last that a run writes.
    await eventually('that run is through', async () => {
      const site = await websites().get('front');
      return getCondition(site, 'Ready')?.observedGeneration === site.metadata.generation;
    });
    expect([await deployments().get('front'), await services().get('front')].map(versionOf)).toEqual(before);
    expect(setting.complaints.slice(length)).toEqual([]);
  });

  test('mends what somebody breaks', async () => {
    await deployments().patch.merge('front', { spec: { replicas: 7 } });
    await eventually(
      'the replicas are put right',
      async () => (await deployments().get('front')).spec?.replicas === 2,
    );
    await services().delete('front');
    await eventually(
      'the Service is back',
      async () => (await services().getOptional('front')) !== undefined,
    );
  });

  test('takes the name away before a website goes', async () => {
    await websites().delete('front');
    await eventually(
      'the website is gone',
      async () => (await websites().getOptional('front')) === undefined,
    );
    expect(await records()).toEqual({});
    expect(setting.complaints).toEqual([]);
  });
});

function versionOf({
  metadata,
}: {
  readonly metadata: { readonly resourceVersion?: string };
}): string | undefined {
  return metadata.resourceVersion;
}
