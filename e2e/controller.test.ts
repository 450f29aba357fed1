// The operator of websites of the examples, on the real API server and with the rights of its manifest alone.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Api,
  applyAll,
  Client,
  type Config,
  Kubeconfig,
  readManifests,
  resolveContext,
} from '@kube-rx/client';
import type { ControllerLog } from '@kube-rx/controller';
import { isConditionTrue, isControlledBy } from '@kube-rx/core';
import { ClusterRoleBinding, ConfigMap, Deployment, RoleBinding, Service } from '@kube-rx/k8s';
import { Event } from '@kube-rx/k8s/events.k8s.io/v1';
import { websiteOperator } from '../examples/operators/website.ts';
import { Website } from '../examples/operators/website-kind.ts';
import { eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

const account = 'system:serviceaccount:default:website-operator';
const subjects = [{ kind: 'User', name: account, apiGroup: 'rbac.authorization.k8s.io' }];

let controlPlane: ControlPlane;
let admin: Client;
let operator: Client;
let ended: Promise<void>;
const stop = new AbortController();
const complaints: string[] = [];

// What is told at these levels must not happen here.
const log: ControllerLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields, message) => void complaints.push(`${message} ${JSON.stringify(fields)}`),
  error: (fields, message) => void complaints.push(`${message} ${JSON.stringify(fields)}`),
  child: () => log,
};

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  const config = await configOf(controlPlane);
  admin = Client.fromConfig(config);
  operator = Client.fromConfig({ ...config, impersonation: { user: account } });
  const manifests = await readManifests(
    new URL('../examples/operators/website.yaml', import.meta.url).pathname,
  );
  await applyAll(admin, manifests, { wait: true });
  await Api.all(admin, ClusterRoleBinding).create({
    metadata: { name: 'website-operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'website-operator' },
    subjects,
  });
  await Api.namespaced(admin, RoleBinding, 'dns').create({
    metadata: { name: 'website-operator' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'website-operator' },
    subjects,
  });
});

afterAll(async () => {
  stop.abort();
  await ended;
  await Promise.all([operator.close(), admin.close()]);
  await controlPlane.stop();
});

describe('the operator of websites, with the rights of its manifest', () => {
  const websites = (): Api<Website> => Api.namespaced(admin, Website, 'default');
  const deployments = (): Api<Deployment> => Api.namespaced(admin, Deployment, 'default');
  const services = (): Api<Service> => Api.namespaced(admin, Service, 'default');
  const records = async (): Promise<Readonly<Record<string, string>>> =>
    (await Api.namespaced(admin, ConfigMap, 'dns').get('dns')).data ?? {};

  test('makes what a website asks for, and says so', async () => {
    const controller = websiteOperator(operator, { log });
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
      const events = await Api.namespaced(admin, Event, 'default').list();
      return events.some(({ reason, regarding }) => reason === 'Published' && regarding?.name === 'front');
    });
  });

  test('writes nothing at a run for which all is as it shall be', async () => {
    const before = [await deployments().get('front'), await services().get('front')].map(versionOf);
    const { length } = complaints;
    await websites().patch.merge('front', {
      metadata: { annotations: { 'kube-rx.dev/reconcile-requested-at': 'now' } },
    });
    await websites().patch.merge('front', { spec: { host: 'shop.example.com' } });
    await eventually('the new host is published', async () => 'shop.example.com' in (await records()));
    expect([await deployments().get('front'), await services().get('front')].map(versionOf)).toEqual(before);
    expect(complaints.slice(length)).toEqual([]);
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
    expect(complaints).toEqual([]);
  });
});

function versionOf({
  metadata,
}: {
  readonly metadata: { readonly resourceVersion?: string };
}): string | undefined {
  return metadata.resourceVersion;
}

async function configOf(of: ControlPlane): Promise<Config> {
  return resolveContext(await Kubeconfig.parse([{ file: 'e2e.kubeconfig', text: of.kubeconfig({}) }]));
}
