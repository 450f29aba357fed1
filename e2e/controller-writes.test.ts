// What controllers write, as the real API server takes it: applies that are skipped, statuses, and composites that
// recreate and delete.

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Api, type Client } from '@kube-rx/client';
import { type CompositeOptions, Controller, composite, conditionsOf } from '@kube-rx/controller';
import { defineResource, type KubeObject, type Resource } from '@kube-rx/core';
import { ConfigMap, CustomResourceDefinition, Deployment, Namespace } from '@kube-rx/k8s';
import { connect, eventually } from './connect.ts';
import { ControlPlane } from './control-plane.ts';

let controlPlane: ControlPlane;
let admin: Client;
/** Methods and paths of what controllers have written. */
const writes: string[] = [];
let observed: Client;

beforeAll(async () => {
  controlPlane = await ControlPlane.start();
  admin = await connect(controlPlane);
  observed = admin.layered([
    (next) => (request, call) => {
      if (request.method !== 'GET') writes.push(`${request.method} ${request.path}`);
      return next(request, call);
    },
  ]);
});

afterAll(async () => {
  await admin.close();
  await controlPlane.stop();
});

async function namespace(name: string): Promise<Api<ConfigMap>> {
  await Api.all(admin, Namespace).create({ metadata: { name } });
  return Api.namespaced(admin, ConfigMap, name);
}

/** The writes to objects of this kind in this namespace, but for Events. */
function writesTo({ plural }: Resource, to: string): string[] {
  return writes.filter((line) => line.includes(`/namespaces/${to}/${plural}/`));
}

async function during(
  controller: { run: Controller<ConfigMap>['run'] },
  work: () => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const running = controller.run({ signal: stop.signal });
  try {
    await work();
  } finally {
    stop.abort();
    await running;
  }
}

const labels = { app: 'web' };
const deployment = (size: string, image: string): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { size } },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        volumes: [{ name: 'scratch', emptyDir: {} }],
        containers: [
          {
            name: 'web',
            image,
            ports: [{ containerPort: 80 }],
            env: [{ name: 'MODE', value: 'on' }],
            resources: { requests: { cpu: '1000m', memory: '1024Mi' } },
          },
        ],
      },
    },
  },
});

describe('an apply', () => {
  test('hot loop on defaulted fields: of a whole Deployment is settled after at most two, whatever happens to its status', async () => {
    const configs = await namespace('applies');
    const deployments = Api.namespaced(admin, Deployment, 'applies');
    let runs = 0;
    const controller = new Controller(configs.withClient(observed), {
      log: false,
      labelSelector: { site: 'yes' },
      reconcile: async (_, { apply }) => {
        await apply(Deployment, deployment('1', 'nginx'));
        runs += 1;
      },
    }).owns(Api.namespaced(observed, Deployment, 'applies'));
    await during(controller, async () => {
      await configs.create({ metadata: { name: 'web', labels: { site: 'yes' } } });
      await eventually('two runs', () => runs >= 2);
      for (const replicas of [1, 2, 3]) {
        const before = runs;
        await deployments.status.patch.merge('web', { status: { replicas, observedGeneration: 1 } });
        await eventually('a run for a change of the status', () => runs > before);
      }
      expect(writesTo(Deployment, 'applies').length).toBeLessThanOrEqual(2);
      const { spec } = await deployments.get('web');
      expect(spec?.template.spec?.containers[0]?.resources?.requests).toEqual({ cpu: '1', memory: '1Gi' });
    });
  });

  test('after a restart is sent, and changes nothing', async () => {
    const deployments = Api.namespaced(admin, Deployment, 'applies');
    const configs = Api.namespaced(admin, ConfigMap, 'applies');
    const before = await deployments.get('web');
    expect(before.metadata.managedFields?.map(({ manager }) => manager)).toContain('configmaps');
    const sent = writesTo(Deployment, 'applies').length;
    let runs = 0;
    const controller = new Controller(configs.withClient(observed), {
      log: false,
      labelSelector: { site: 'yes' },
      reconcile: async (_, { apply }) => {
        await apply(Deployment, deployment('1', 'nginx'));
        runs += 1;
      },
    }).owns(Api.namespaced(observed, Deployment, 'applies'));
    await during(controller, () => eventually('a run', () => runs >= 1));
    const after = await deployments.get('web');
    expect(writesTo(Deployment, 'applies').length - sent).toBeLessThanOrEqual(2);
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });
});

describe('a status', () => {
  test('is written once, with conditions that stay as they are', async () => {
    await namespace('statuses');
    const deployments = Api.namespaced(admin, Deployment, 'statuses');
    let runs = 0;
    const controller = new Controller(deployments.withClient(observed), {
      log: false,
      reconcile: async (object, { status, clock }) => {
        const ready = conditionsOf(object, clock).set({ type: 'Checked', status: 'True', reason: 'Looked' });
        await status({ conditions: ready.list });
        runs += 1;
      },
    });
    await during(controller, async () => {
      await deployments.create(deployment('1', 'nginx'));
      await eventually('two runs', () => runs >= 2);
      await deployments.patch.merge('web', { metadata: { labels: { seen: 'yes' } } });
      await eventually('a third run', () => runs >= 3);
    });
    expect((await deployments.get('web')).status?.conditions?.[0]).toMatchObject({
      type: 'Checked',
      status: 'True',
    });
  });
});

describe('a status of a custom resource', () => {
  const Site = defineResource<KubeObject & { readonly status?: { readonly phase?: string } }, 'status'>({
    group: 'writes.example',
    version: 'v1',
    kind: 'Site',
    plural: 'sites',
    scope: 'Namespaced',
    subresources: ['status'],
  });

  beforeAll(async () => {
    const definitions = Api.all(admin, CustomResourceDefinition);
    const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    await definitions.create({
      metadata: { name: 'sites.writes.example' },
      spec: {
        group: Site.group,
        scope: 'Namespaced',
        names: { plural: Site.plural, kind: Site.kind },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: { openAPIV3Schema },
          },
        ],
      },
    });
    await namespace('sites');
    await eventually('the kind is served', () =>
      Api.namespaced(admin, Site, 'sites')
        .list()
        .then(
          () => true,
          () => false,
        ),
    );
  });

  test('is not kept off a namesake by a uid: the server ignores it', async () => {
    const sites = Api.namespaced(admin, Site, 'sites');
    await sites.create({ metadata: { name: 'ignored' } });
    const { metadata, status } = await sites.status.patch.merge('ignored', {
      metadata: { uid: 'another' },
      status: { phase: 'Ready' },
    });
    expect(metadata.uid).not.toBe('another');
    expect(status).toEqual({ phase: 'Ready' });
  });

  test('delete of a namesake: is not written to it', async () => {
    const sites = Api.namespaced(admin, Site, 'sites');
    const failures: string[] = [];
    const controller = new Controller(Api.namespaced(observed, Site, 'sites'), {
      log: false,
      labelSelector: { site: 'yes' },
      reconcile: async ({ metadata: { name } }, { status }) => {
        await sites.delete(name);
        await sites.create({ metadata: { name } });
        await status({ phase: 'Ready' }).catch((error: unknown) => failures.push(String(error)));
      },
    });
    await during(controller, async () => {
      await sites.create({ metadata: { name: 'front', labels: { site: 'yes' } } });
      await eventually('a run', () => failures.length > 0);
    });
    expect(failures).toEqual([expect.stringContaining('another object has the name by now')]);
    expect(await sites.get('front')).not.toHaveProperty('status');
  });
});

describe('a composite', () => {
  const fixed = (value: string): ConfigMap => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'fixed' },
    data: { value },
    immutable: true,
  });
  const site = (
    configs: Api<ConfigMap>,
    options: Partial<CompositeOptions<ConfigMap, readonly [typeof ConfigMap]>>,
  ) =>
    composite(configs.withClient(observed), {
      log: false,
      labelSelector: { site: 'yes' },
      children: [ConfigMap],
      desired: () => [],
      ...options,
    });

  test('recreates what cannot change, where it may, and nothing that would not be taken as new', async () => {
    const deployments = Api.namespaced(admin, Deployment, 'composites');
    const configs = await namespace('composites');
    const controller = composite(configs.withClient(observed), {
      log: false,
      labelSelector: { site: 'yes' },
      children: [Deployment],
      recreate: [Deployment],
      desired: ({ data }) => {
        const wanted = deployment('1', data?.['image'] ?? 'nginx');
        const selector = { matchLabels: { app: data?.['app'] ?? 'web' } };
        const template = { ...wanted.spec?.template, metadata: { labels: selector.matchLabels } };
        return [{ ...wanted, spec: { ...wanted.spec, selector, template } }];
      },
    });
    await during(controller, async () => {
      await configs.create({ metadata: { name: 'site', labels: { site: 'yes' } }, data: { app: 'web' } });
      await eventually('the Deployment', async () => (await deployments.getOptional('web')) !== undefined);
      const { metadata } = await deployments.get('web');
      await configs.patch.merge('site', { data: { app: 'api' } });
      await eventually('another Deployment', async () => {
        const found = await deployments.getOptional('web');
        return found !== undefined && found.metadata.uid !== metadata.uid;
      });
      const second = await deployments.get('web');
      expect(second.spec?.selector.matchLabels).toEqual({ app: 'api' });
      const { failures } = controller.status.counters;
      await configs.patch.merge('site', { data: { app: 'not a label!' } });
      await eventually('a failure', () => controller.status.counters.failures > failures);
      expect((await deployments.get('web')).metadata.uid).toBe(second.metadata.uid);
    });
  });

  test('deletes by uid and version what is no longer wanted', async () => {
    const configs = await namespace('prunes');
    const controller = site(configs, {
      desired: ({ data }) =>
        Object.keys(data ?? {}).map((name): ConfigMap => ({ ...fixed('1'), metadata: { name } })),
    });
    const children = async (): Promise<string> =>
      (await configs.list())
        .map(({ metadata }) => metadata.name)
        .filter((name) => name.startsWith('child-'))
        .join(' ');
    await during(controller, async () => {
      const data = { 'child-a': '', 'child-b': '' };
      await configs.create({ metadata: { name: 'site', labels: { site: 'yes' } }, data });
      await eventually('two children', async () => (await children()) === 'child-a child-b');
      await configs.patch.merge('site', { data: { 'child-a': null, 'child-c': '' } });
      await eventually('others', async () => (await children()) === 'child-b child-c');
    });
  });
});
