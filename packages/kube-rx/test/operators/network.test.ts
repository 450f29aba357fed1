// Operators of examples/operators over real sockets, through a proxy that does what networks do.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  Api,
  type Controller,
  type ControllerStatus,
  getCondition,
  isNotFound,
  parseManifests,
  VirtualClock,
} from 'kube-rx';
import { ConfigMap, Deployment, Pod, Service } from 'kube-rx/k8s';
import { restartNotifier } from '../../../../examples/operators/restart-notifier.ts';
import { websiteOperator } from '../../../../examples/operators/website.ts';
import { Website } from '../../../../examples/operators/website-kind.ts';
import { deployments, garbageCollector } from '../support/operator-cluster.ts';
import { SocketCluster, until } from '../support/socket-cluster.ts';

const examples = join(import.meta.dirname, '../../../../examples/operators');
const manifests = parseManifests(readFileSync(join(examples, 'website.yaml')), 'website.yaml');
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
// With the kind, the rights and the DNS, and without the first website.
const objects = [shop, ...manifests.map(({ object }) => object).filter(({ kind }) => kind !== 'Website')];

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', noteUnhandled);
});
afterEach(() => void process.off('unhandledRejection', noteUnhandled));

/** Sockets of this process. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
}

interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

function start(controller: { run(options: { readonly signal: AbortSignal }): Promise<void> }): Running {
  const stop = new AbortController();
  return { stop, ended: controller.run({ signal: stop.signal }) };
}

async function end(clock: VirtualClock, { stop, ended }: Running): Promise<void> {
  stop.abort();
  let isOver = false;
  void ended.finally(() => (isOver = true)).catch(() => undefined);
  await until(clock, 'the controller has ended', () => isOver);
  await ended;
}

/** What befalls the network. */
interface Trouble {
  readonly name: string;
  readonly begin: (cluster: SocketCluster) => unknown;
  readonly end: (cluster: SocketCluster) => unknown;
  /** What the status says of it. Absent: it is over before anybody could read it. */
  readonly says?: RegExp;
  /** How long it takes until silence is no patience any more. */
  readonly silentMs?: number;
}

const nothing = (): void => undefined;
// The longest watch, and what it is given beyond its time.
const silentMs = 600_000;
const troubles: readonly Trouble[] = [
  {
    name: 'all connections are cut while a run writes',
    begin: (cluster) => (cluster.onWrite = () => void cluster.proxy.cut()),
    end: nothing,
  },
  {
    name: 'a connection is cut in the middle of the answer to a write',
    begin: (cluster) => (cluster.onWrite = () => cluster.proxy.cutAfter(40)),
    end: nothing,
  },
  {
    name: 'nothing is answered any more, and then all comes late',
    begin: ({ proxy }) => proxy.stall(),
    end: ({ proxy }) => proxy.resume(),
    says: /the server is silent/,
    silentMs,
  },
  {
    name: 'connections are half open, and go when the network is back',
    begin: ({ proxy }) => proxy.stall(),
    end: ({ proxy }) => {
      proxy.cut();
      proxy.resume();
    },
    says: /the server is silent/,
    silentMs,
  },
  {
    name: 'connections are refused',
    begin: async ({ proxy }) => {
      await proxy.refuse();
      proxy.cut();
    },
    end: ({ proxy }) => proxy.accept(),
    says: /cannot be reached: .*ECONNREFUSED/,
  },
  {
    name: 'answers come in drops',
    begin: ({ proxy }) => proxy.drip(7),
    end: ({ proxy }) => proxy.drip(Infinity),
  },
  {
    name: 'the server is restarted with the same data',
    begin: (cluster) => cluster.goDown(),
    end: (cluster) => cluster.listen(),
    says: /cannot be reached/,
  },
];

let clock: VirtualClock;
let heldBefore: number;

beforeEach(() => {
  clock = new VirtualClock();
  heldBefore = sockets();
});

const complaints = ({ sources }: ControllerStatus): string[] =>
  sources.flatMap(({ name, reason }) => (reason === undefined ? [] : [`${name}: ${reason}`]));

describe('the website operator', () => {
  let cluster: SocketCluster;
  let operator: Controller<Website>;
  let running: Running;
  const told: string[] = [];

  const sites = () => Api.namespaced(cluster.direct, Website, 'shop');
  const create = (name: string) =>
    sites().create({ metadata: { name }, spec: { host: `${name}.example.com`, replicas: 2 } });

  async function isAsWished(name: string): Promise<boolean> {
    await cluster.act(deployments);
    const site = await sites().get(name);
    const { host, replicas } = site.spec;
    const ready = getCondition(site.status ? { status: site.status } : {}, 'Ready');
    const { data = {} } = await Api.namespaced(cluster.direct, ConfigMap, 'dns').get('dns');
    const records = Object.keys(data).filter((each) => data[each] === `${name}.shop.svc`);
    try {
      const deployed = await Api.namespaced(cluster.direct, Deployment, 'shop').get(name);
      await Api.namespaced(cluster.direct, Service, 'shop').get(name);
      return (
        ready?.status === 'True' &&
        ready.observedGeneration === site.metadata.generation &&
        site.status?.readyReplicas === replicas &&
        deployed.spec?.replicas === replicas &&
        deployed.metadata.ownerReferences?.[0]?.uid === site.metadata.uid &&
        records.join() === host
      );
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  const isAtRest = (): boolean => {
    const { queue, sources } = operator.status;
    const isLive = sources.every(({ phase, reason }) => phase === 'live' && reason === undefined);
    return isLive && queue.ready === 0 && queue.running === 0 && queue.held === 0;
  };

  beforeEach(async () => {
    told.length = 0;
    cluster = await SocketCluster.start(clock, objects);
    operator = websiteOperator(cluster.client, { clock, log: false, random: () => 0.5, concurrency: 2 });
    running = start(operator);
    operator.status$.subscribe((status) => void told.push(...complaints(status)));
    await create('front');
    await until(clock, 'the first website is ready', () => isAsWished('front'));
    await until(clock, 'all is quiet', isAtRest);
    told.length = 0;
  });

  afterEach(async () => {
    await end(clock, running);
    await cluster[Symbol.asyncDispose]();
    expect(clock.pending).toBe(0);
    await until(clock, 'no socket is left', () => sockets() <= heldBefore);
    expect(unhandled).toEqual([]);
  });

  test.each(troubles)('brings about what is wished where $name', async (trouble) => {
    await trouble.begin(cluster);
    await sites().patch.merge('front', { spec: { host: 'new.example.com', replicas: 3 } });
    await create('back');
    await cluster.act(deployments);
    const { says } = trouble;
    await clock.advance(trouble.silentMs ?? 0);
    if (says) await until(clock, 'the status says what is wrong', () => told.some((each) => says.test(each)));
    await trouble.end(cluster);
    for (const name of ['front', 'back']) await until(clock, `${name} is ready`, () => isAsWished(name));
    await until(clock, 'all is well again', isAtRest);
  });

  test('brings about what is wished where the server is another one, without the kind at first', async () => {
    const { uid } = (await sites().get('front')).metadata;
    await cluster.goDown();
    await cluster.replace([shop]);
    await cluster.listen();
    await until(clock, 'the kind is missed', () => told.some((each) => /websites\S*: .*404/.test(each)));
    cluster.seed(objects.slice(1));
    const front = await create('front');
    expect(front.metadata.uid).not.toBe(uid);
    // A watch from a version that the server does not have is silent, and so for two whole watches no doubt.
    const isNoticed = (name: string): boolean =>
      told.some((each) => each.startsWith(`${name}: the server went back in time`));
    await until(clock, 'the other history is noticed', () =>
      ['deployments.apps', 'services'].every(isNoticed),
    );
    // What was made for the website of the other server, before it was noticed to be gone, goes with its owner.
    const collect = garbageCollector(Website, Deployment, Service);
    await until(clock, 'the website is ready', async () => {
      await cluster.act(collect);
      return isAsWished('front');
    });
    await until(clock, 'all is well again', isAtRest);
  });
});

describe('the restart notifier of two clusters', () => {
  let east: SocketCluster;
  let west: SocketCluster;
  let notifier: Controller<Pod>;
  let running: Running;
  let told: string[];
  const said: string[] = [];

  const restart = (cluster: SocketCluster, restartCount: number) =>
    Api.namespaced(cluster.direct, Pod, 'shop').status.patch.merge('web-0', statusOf(restartCount));
  const isTold = (...lines: readonly string[]) => lines.every((line) => told.includes(line));

  beforeEach(async () => {
    [told, said.length] = [[], 0];
    const pods = [shop, pod('web-0'), pod('web-1')];
    [east, west] = [await SocketCluster.start(clock, pods), await SocketCluster.start(clock, pods)];
    notifier = restartNotifier(east.client, {
      clock,
      log: false,
      random: () => 0.5,
      cluster: 'east',
      notify: ({ cluster, pod: name, restarts }) => void told.push(`${cluster} ${name} ${restarts}`),
    }).addCluster('west', west.client);
    notifier.status$.subscribe(({ sources }) => {
      for (const { cluster, reason = '' } of sources) if (cluster === 'east') said.push(reason);
    });
    running = start(notifier);
    const areSynced = (): boolean => {
      const { sources } = notifier.status;
      return sources.length === 2 && sources.every(({ phase, synced }) => phase === 'live' && synced);
    };
    await until(clock, 'both are synced', areSynced);
    // The status is told ten times a second at most.
    await clock.advance(100);
    said.length = 0;
  });

  afterEach(async () => {
    await end(clock, running);
    for (const cluster of [east, west]) await cluster[Symbol.asyncDispose]();
    expect(clock.pending).toBe(0);
    await until(clock, 'no socket is left', () => sockets() <= heldBefore);
    expect(unhandled).toEqual([]);
  });

  test.each([
    ...troubles.slice(2),
    { name: 'all connections are cut', begin: ({ proxy }: SocketCluster) => proxy.cut(), end: nothing },
  ])('tells each once, and of the other at once, where $name', async (trouble) => {
    await trouble.begin(east);
    await restart(east, 4);
    await restart(west, 4);
    await until(clock, 'the other cluster is told of', () => isTold('west web-0 4'));
    await clock.advance(trouble.silentMs ?? 0);
    const { says } = trouble;
    if (says) await until(clock, 'the status says what is wrong', () => said.some((each) => says.test(each)));
    await trouble.end(east);
    await until(clock, 'nothing was lost', () => isTold('east web-0 4'));
    await restart(east, 5);
    await until(clock, 'what comes is told', () => isTold('east web-0 5'));
    expect(told.toSorted()).toEqual(['east web-0 4', 'east web-0 5', 'west web-0 4']);
  });
});

function statusOf(restartCount: number) {
  return {
    status: { containerStatuses: [{ name: 'app', restartCount, image: 'app:1', imageID: '', ready: true }] },
  };
}

function pod(name: string) {
  const spec = { containers: [{ name: 'app', image: 'app:1' }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, spec, ...statusOf(0) };
}
