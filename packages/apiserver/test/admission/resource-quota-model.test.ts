// Whatever is written at once, a quota is never exceeded, and says what is there.

import { describe, expect, it } from '@jest/globals';
import { Quantity } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import { type Reply, TestServer } from '../support/test-server.ts';
import { WebhookServer } from './webhook-server.ts';

const quotas = '/api/v1/namespaces/default/resourcequotas';
const pods = '/api/v1/namespaces/default/pods';

interface Pod {
  readonly spec: {
    readonly activeDeadlineSeconds?: number;
    readonly containers: readonly { readonly resources: { readonly requests?: { readonly cpu?: string } } }[];
  };
  readonly status: { readonly phase: string };
}

type Amounts = Readonly<Record<string, string>>;

/** The same chance at every run. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

async function statusOf(server: TestServer, name: string): Promise<{ hard: Amounts; used: Amounts }> {
  const { text } = await server.get(`${quotas}/${name}`);
  return (JSON.parse(text) as { readonly status: { hard: Amounts; used: Amounts } }).status;
}

/** What the quotas should say, from nothing but the pods that are there. */
async function truth(server: TestServer): Promise<Readonly<Record<string, Amounts>>> {
  const { text } = await server.get(pods);
  const all = (JSON.parse(text) as { readonly items: readonly Pod[] }).items;
  const count = (some: readonly unknown[]): string => String(some.length);
  const running = all.filter(({ status }) => status.phase === 'Pending');
  const cpus = running.map(({ spec }) => spec.containers[0]?.resources.requests?.cpu ?? '0');
  const ending = running.filter(({ spec }) => spec.activeDeadlineSeconds !== undefined);
  return {
    all: { pods: count(running), 'count/pods': count(all), 'requests.cpu': Quantity.sum(cpus) },
    ending: { pods: count(ending) },
  };
}

async function expectTruth(server: TestServer): Promise<void> {
  for (const [name, used] of Object.entries(await truth(server))) {
    const status = await statusOf(server, name);
    expect({ name, used: status.used }).toEqual({ name, used });
    for (const [key, amount] of Object.entries(status.used))
      expect(Quantity.compare(amount, status.hard[key] ?? '0')).toBeLessThanOrEqual(0);
  }
}

async function withQuotas(): Promise<TestServer> {
  const server = new TestServer({ resources: catalog });
  const all = { pods: '6', 'count/pods': '9', 'requests.cpu': '1' };
  await server.post(quotas, { metadata: { name: 'all' }, spec: { hard: all } });
  const ending = { hard: { pods: '3' }, scopes: ['Terminating'] };
  await server.post(quotas, { metadata: { name: 'ending' }, spec: ending });
  return server;
}

function someWrite(server: TestServer, next: (below: number) => number): Promise<Reply> {
  const name = `p${next(14)}`;
  const resources = { requests: { cpu: `${next(4) * 100}m` } };
  const spec = {
    containers: [{ name: 'c', image: 'i', resources }],
    ...(next(3) === 0 && { activeDeadlineSeconds: 9 }),
  };
  switch (next(8)) {
    case 0:
      return server.delete(`${pods}/${name}`);
    case 1:
      return server.patch(`${pods}/${name}/status`, 'merge', { status: { phase: 'Failed' } });
    case 2:
      return server.patch(`${pods}/${name}`, 'merge', { spec: { activeDeadlineSeconds: 5 } });
    case 3:
      return server.patch(`${pods}/${name}/resize`, 'strategic', {
        spec: { containers: [{ name: 'c', resources }] },
      });
    case 4:
      return server.post(pods, { metadata: { name }, spec }, { dryRun: 'All' });
    default:
      return server.post(pods, { metadata: { name }, spec });
  }
}

describe('quotas under random writes', () => {
  it.each([1, 2, 3, 4, 5])('say what is there after each of them (seed %i)', async (seed) => {
    const [server, next] = [await withQuotas(), chance(seed)];
    const answers = new Set<number>();
    for (let round = 0; round < 60; round += 1) {
      answers.add((await someWrite(server, next)).status);
      await expectTruth(server);
    }
    expect([...answers]).toEqual(expect.arrayContaining([200, 201, 403, 404, 409]));
  });

  it.each([1, 2, 3])('that webhooks keep waiting, and let go in any order (seed %i)', async (seed) => {
    const [server, next] = [await withQuotas(), chance(seed)];
    await using webhook = await WebhookServer.start();
    const waiting: (() => void)[] = [];
    let arrivals = 0;
    let allArrived = (): void => undefined;
    webhook.replies.set('/', async () => {
      const released = new Promise<void>((resolve) => waiting.push(resolve));
      arrivals += 1;
      if (arrivals === 20) allArrived();
      await released;
      return { allowed: true };
    });
    await server.post('/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations', {
      metadata: { name: 'w' },
      webhooks: [
        {
          name: 'w.example.com',
          clientConfig: { url: `${webhook.url}/`, caBundle: webhook.caBundle },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    });
    const arrived = new Promise<void>((resolve) => {
      allArrived = resolve;
    });
    const writes = Array.from({ length: 20 }, (_, at) => {
      const resources = { requests: { cpu: `${next(4) * 100}m` } };
      const spec = { containers: [{ name: 'c', image: 'i', resources }] };
      return server.post(pods, { metadata: { name: `p${at}` }, spec });
    });
    await arrived;
    while (waiting.length > 0) for (const release of waiting.splice(next(waiting.length), 1)) release();
    const statuses = (await Promise.all(writes)).map(({ status }) => status);
    await expectTruth(server);
    const { items } = (await server.get(pods)).body;
    expect(statuses.filter((status) => status === 201)).toHaveLength(items.length);
    expect(new Set(statuses)).toEqual(new Set([201, 403]));
  });
});
