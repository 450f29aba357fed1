// Quotas are kept by differences. They say what a count of everything says, and no write reads all that is there.

import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Amount } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { evaluatorOf } from '../../src/admission/resource-quota/evaluators.ts';
import { isInScopes, scopesIn } from '../../src/admission/resource-quota/stored-quota.ts';
import { type JsonObject, objectAt, textAt } from '../../src/json/json.ts';
import { ResourceStore } from '../../src/storage/resource-store.ts';
import type { StoredObject } from '../../src/storage/stored-object.ts';
import { addAmounts, amountsIn } from '../../src/validation/resource-amounts.ts';
import { definition, pod, type Reply, TestServer } from '../support/test-server.ts';

const core = '/api/v1/namespaces/default';
const [quotas, pods] = [`${core}/resourcequotas`, `${core}/pods`];
const widgets = '/apis/example.com/v1/namespaces/default/widgets';

/** The same chance at every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const gold = 'gold.storageclass.storage.k8s.io';
const many = '999';
const specs: Readonly<Record<string, object>> = {
  all: {
    hard: {
      pods: many,
      'count/pods': many,
      'requests.ephemeral-storage': '900Gi',
      services: many,
      'services.nodeports': many,
      'services.loadbalancers': many,
      persistentvolumeclaims: many,
      'requests.storage': '900Gi',
      [`${gold}/requests.storage`]: '900Gi',
      'count/widgets.example.com': many,
      'count/resourcequotas': many,
    },
  },
  ending: { hard: { pods: many }, scopes: ['Terminating'] },
  lasting: {
    hard: { pods: many, 'requests.cpu': many, 'limits.memory': '900Gi' },
    scopes: ['NotTerminating', 'NotBestEffort'],
  },
  best: { hard: { pods: many }, scopes: ['BestEffort'] },
  high: {
    hard: { pods: many, 'count/pods': many },
    scopeSelector: {
      matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] }],
    },
  },
  fast: {
    hard: { persistentvolumeclaims: many, 'requests.storage': '900Gi' },
    scopeSelector: {
      matchExpressions: [{ scopeName: 'VolumeAttributesClass', operator: 'NotIn', values: ['slow'] }],
    },
  },
};

const paths: Readonly<Record<string, string>> = {
  pods,
  services: `${core}/services`,
  persistentvolumeclaims: `${core}/persistentvolumeclaims`,
  resourcequotas: quotas,
  'widgets.example.com': widgets,
};

// Those that need others to be measured are not among them.
const noKinds = { find: () => undefined };

/** What the quota should say: everything is listed and measured. */
async function counted(server: TestServer, quota: JsonObject): Promise<Readonly<Record<string, string>>> {
  const scopes = scopesIn(objectAt(quota, 'spec'));
  const sum = new Map<string, Amount>();
  for (const [kind, path] of Object.entries(paths)) {
    const [plural = '', ...group] = kind.split('.');
    const evaluator = evaluatorOf(noKinds, { plural, group: group.join('.') });
    for (const measure of (await listed(server, path)).map((item) => evaluator?.measure(item))) {
      if (!evaluator || !measure || !isInScopes(scopes, evaluator, measure)) continue;
      const { until } = measure;
      addAmounts(sum, until && server.clock.now() > until.time ? until.usage : measure.usage);
    }
  }
  const names = Object.keys(objectAt(quota, 'status', 'used'));
  return Object.fromEntries(names.map((name) => [name, String(sum.get(name)?.nanos ?? 0n)]));
}

async function listed(server: TestServer, path: string): Promise<readonly JsonObject[]> {
  const { status, text } = await server.get(path);
  return status === 200 ? (JSON.parse(text) as { readonly items: JsonObject[] }).items : [];
}

async function expectTruth(server: TestServer, step: string): Promise<void> {
  for (const quota of await listed(server, quotas)) {
    const name = textAt(quota, 'metadata', 'name');
    const used = [...amountsIn(objectAt(quota, 'status', 'used'))];
    const said = Object.fromEntries(used.map(([key, { nanos }]) => [key, String(nanos)]));
    expect({ step, name, used: said }).toEqual({ step, name, used: await counted(server, quota) });
  }
}

async function withQuotas(): Promise<TestServer> {
  const server = new TestServer({ resources: catalog });
  await server.post(
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    definition('widgets', 'Widget'),
  );
  await server.post('/api/v1/nodes', { metadata: { name: 'n' } });
  const allocatable = { cpu: '99', memory: '99Gi', 'ephemeral-storage': '99Gi', pods: '99' };
  await server.patch('/api/v1/nodes/n/status', 'merge', { status: { allocatable } });
  for (const [name, spec] of Object.entries(specs)) await server.post(quotas, { metadata: { name }, spec });
  return server;
}

type Next = (below: number) => number;

function somePod(name: string, next: Next): object {
  const requests = { cpu: `${next(4) * 100}m`, memory: `${next(3)}Gi`, 'ephemeral-storage': '1500m' };
  const resources = [{}, { requests, limits: { memory: '3Gi', cpu: '2' } }][next(2)];
  return pod(name, {
    containers: [{ name: 'c', image: 'i', resources }],
    ...(next(3) === 0 && { activeDeadlineSeconds: 9 }),
    ...(next(3) === 0 && { nodeName: 'n' }),
    ...(next(3) === 0 && { priorityClassName: 'system-node-critical' }),
  });
}

function someClaim(name: string, next: Next): object {
  const classes = [{}, { volumeAttributesClassName: 'slow' }, { storageClassName: 'gold' }];
  const resources = { requests: { storage: ['1Gi', '500M', '1500m'][next(3)] } };
  return { metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], resources, ...classes[next(3)] } };
}

function someService(name: string, next: Next): object {
  const type = ['ClusterIP', 'NodePort', 'LoadBalancer'][next(3)];
  return { metadata: { name }, spec: { type, ports: [{ port: 1 + next(9) }] } };
}

async function touchQuotas(server: TestServer): Promise<Reply> {
  for (const quota of await listed(server, quotas)) {
    const hard = objectAt(quota, 'spec', 'hard');
    const pods = hard['pods'] === many ? '998' : many;
    const name = textAt(quota, 'metadata', 'name');
    await server.patch(`${quotas}/${name}`, 'merge', { spec: { hard: { ...hard, pods } } });
  }
  return server.get(quotas);
}

const steps: Readonly<Record<string, (server: TestServer, name: string, next: Next) => Promise<Reply>>> = {
  pod: (server, name, next) => server.post(pods, somePod(name, next)),
  claim: (server, name, next) => server.post(`${core}/persistentvolumeclaims`, someClaim(name, next)),
  service: (server, name, next) => server.post(`${core}/services`, someService(name, next)),
  widget: (server, name) =>
    server.post(widgets, { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name } }),
  end: (server, name, next) =>
    server.patch(`${pods}/${name}/status`, 'merge', {
      status: { phase: ['Failed', 'Running', 'Succeeded'][next(3)] },
    }),
  deadline: (server, name) =>
    server.patch(`${pods}/${name}`, 'merge', { spec: { activeDeadlineSeconds: 5 } }),
  resize: (server, name, next) =>
    server.patch(`${pods}/${name}/resize`, 'strategic', {
      spec: { containers: [{ name: 'c', resources: { requests: { cpu: `${100 + next(9)}m` } } }] },
    }),
  given: (server, name) =>
    server.patch(`${core}/persistentvolumeclaims/${name}/status`, 'merge', {
      status: { allocatedResources: { storage: '2Gi' }, currentVolumeAttributesClassName: 'slow' },
    }),
  type: (server, name, next) => server.put(`${core}/services/${name}`, someService(name, next)),
  forget: (server, name) => server.delete(`${pods}/${name}`, { gracePeriodSeconds: 0 }),
  wait: async (server) => {
    await server.clock.advance(20_000);
    return touchQuotas(server);
  },
  quota: async (server, _name, next) => {
    const [name, spec] = Object.entries(specs)[next(Object.keys(specs).length)] ?? [];
    const { status } = await server.delete(`${quotas}/${name}`);
    return status === 200 ? server.get(quotas) : server.post(quotas, { metadata: { name }, spec });
  },
  delete: (server, name, next) => server.delete(`${Object.values(paths)[next(3)]}/${name}`),
  deleteWidget: (server, name) => server.delete(`${widgets}/${name}`),
};

describe('what quotas say is what is there', () => {
  it.each([1, 2, 3])('after each random write (seed %i)', async (seed) => {
    const [server, next] = [await withQuotas(), chance(seed)];
    const done = new Set<string>();
    for (let round = 0; round < 250; round += 1) {
      const [step, write] = Object.entries(steps)[next(Object.keys(steps).length)] ?? [];
      if (!step || !write) throw new Error('there is no such step');
      const { status, body } = await write(server, `o${next(4)}`, next);
      if (status < 300) done.add(step);
      expect({ status, message: body.message }).not.toMatchObject({ status: 403 });
      await expectTruth(server, `${round}: ${step}`);
    }
    // Otherwise nothing was compared.
    expect([...done].toSorted()).toEqual(Object.keys(steps).toSorted());
  });

  it.each([0, 1, 3])('where no more than %i changes are remembered', async (historySize) => {
    const server = new TestServer({ resources: catalog, historySize });
    await server.post(quotas, { metadata: { name: 'all' }, spec: specs['all'] });
    const next = chance(historySize);
    for (let round = 0; round < 30; round += 1) {
      const elsewhere = '/api/v1/namespaces/kube-public/services';
      for (const name of ['a', 'b', 'c']) await server.post(elsewhere, someService(`${name}${round}`, next));
      await server.post(`${core}/services`, someService(`o${next(5)}`, next));
      await server.delete(`${core}/services/o${next(5)}`);
      await expectTruth(server, String(round));
    }
  });
});

describe('a write where there is a quota', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('reads a few stored objects, however many there are', async () => {
    const server = await withQuotas();
    const count = 200;
    let read = 0;
    type ObjectsIn = (this: ResourceStore, namespace: string) => IteratorObject<StoredObject, undefined>;
    const objectsIn: ObjectsIn = Reflect.get(ResourceStore.prototype, 'objectsIn');
    jest.spyOn(ResourceStore.prototype, 'objectsIn').mockImplementation(function counting(
      this: ResourceStore,
      namespace,
    ) {
      return objectsIn.call(this, namespace).map((stored) => {
        read += 1;
        return stored;
      });
    });
    const next = chance(1);
    for (let at = 0; at < count; at += 1) await server.post(pods, somePod(`p${at}`, next));
    for (let at = 0; at < count; at += 1) await steps['end']?.(server, `p${at}`, next);
    for (let at = 0; at < count; at += 1) await steps['forget']?.(server, `p${at}`, next);
    await expectTruth(server, 'end');
    // The quotas themselves, a few times.
    expect(read / (3 * count)).toBeLessThan(6 * Object.keys(specs).length);
  });
});
