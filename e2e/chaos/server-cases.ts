// What befalls the server itself, and the process of the cache. One after the other, as each has the server for itself.

import { join } from 'node:path';
import { Api } from '@kube-rx/client';
import { type DynamicObject, defineResource, type Resource } from '@kube-rx/core';
import { ConfigMap, Secret, ServiceAccount } from '@kube-rx/k8s';
import { reflector } from '@kube-rx/runtime';
import type { ChaosCase } from './case.ts';
import { begun, resetOpen } from './plots.ts';
import { ProcessView } from './process-view.ts';
import { pause, type Stage } from './stage.ts';

/** Cuts and silences that a process does not see, as it is frozen meanwhile. */
function frozen(meanwhile: (stage: Stage) => void): ChaosCase['play'] {
  return async (stage) => {
    const { controlPlane, namespace, wire } = stage;
    const kubeconfig = join(controlPlane.folder, `${namespace}.kubeconfig`);
    await controlPlane.writeKubeconfig(kubeconfig, { server: wire.url });
    const { http2 } = stage;
    const { folder } = controlPlane;
    const onTrouble = stage.note;
    const view = await ProcessView.start({ folder, kubeconfig, namespace, http2, onTrouble });
    stage.judge(view);
    await stage.write();
    await stage.wait(500);
    view.freeze();
    meanwhile(stage);
    await stage.write();
    await stage.wait(20_000);
    stage.fault();
    view.wake();
    stage.heal();
  };
}

/** Kinds beside that of the cache, which live in the same etcd. */
const others: readonly Resource<DynamicObject>[] = [Secret, ServiceAccount].map(
  ({ group, version, kind, plural }) =>
    defineResource<DynamicObject>({ group, version, kind, plural, scope: 'Namespaced' }),
);

/**
 * Puts back an etcd under several watches of a client. `isBusy`: all the time after it, others write what the
 * cache is not told, and what its watches are told nothing of.
 */
function restored(isBusy: boolean): ChaosCase['play'] {
  return async (stage) => {
    const { controlPlane, namespace } = stage;
    const elsewhere = Api.namespaced(stage.direct, ConfigMap, 'kube-public');
    await stage.create('saved');
    const snapshot = await controlPlane.snapshot();
    const client = stage.client();
    await stage.open({ client });
    const beside = others.map((kind) => ({
      kind,
      cache: reflector(Api.namespaced(client, kind, namespace)),
    }));
    for (const { cache } of beside) await cache.ready({ timeout: 30_000 });
    for (const { kind } of beside) {
      const made = { apiVersion: 'v1', kind: kind.kind, metadata: { name: 'lost' } };
      await Api.namespaced(stage.direct, kind, namespace).create(made);
    }
    for (let round = 0; round < 3; round += 1) await stage.write();
    for (let round = 0; round < 300; round += 1) await stage.change('item-0');
    await stage.seen('item-0', 10_000);
    const names = `busy-${namespace}`;
    await controlPlane.restore(snapshot);
    stage.fault();
    stage.heal();
    const until = performance.now() + 32_000;
    const isRight = (): boolean => beside.every(({ cache }) => cache.store.size === 0);
    let round = 0;
    while (performance.now() < until && !(isRight() && stage.status.epoch > 0)) {
      if (isBusy) await elsewhere.create({ metadata: { name: `${names}-${round}` } });
      round += 1;
      await pause(isBusy ? 50 : 200);
    }
    for (const { cache } of beside) {
      const { store, status } = cache;
      if (store.size > 0 || status.epoch === 0)
        throw new Error(`another kind is not right: ${store.size} objects, epoch ${status.epoch}`);
      await cache.close();
    }
  };
}

export const restoreCases: readonly ChaosCase[] = [false, true].flatMap((http2) => [
  {
    name: `${http2 ? 'HTTP/2' : 'HTTP/1.1'}: an etcd put back, while other objects are written all the time`,
    http2,
    by: 'wire',
    rightWithinMs: 30_000,
    requests: 40,
    isUnreachable: true,
    play: restored(true),
  },
]);

export const quietRestoreCases: readonly ChaosCase[] = [
  {
    name: 'an etcd put back, and nobody writes',
    rightWithinMs: 30_000,
    requests: 40,
    isUnreachable: true,
    play: restored(false),
  },
];

export const restartCases: readonly ChaosCase[] = [
  {
    name: 'the server ends in good order, and is started again',
    by: 'wire',
    rightWithinMs: 11_000,
    isUnreachable: true,
    play: begun(async (stage) => {
      await stage.controlPlane.restartApiServer({ graceful: true });
      stage.heal();
    }),
  },
  {
    name: 'the server crashes, its history is compacted meanwhile, and it is started again',
    by: 'wire',
    rightWithinMs: 11_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      await stage.wire.refuse();
      stage.fault();
      stage.wire.cut();
      for (let round = 0; round < 3; round += 1) await stage.write();
      await stage.controlPlane.compact();
      await stage.controlPlane.restartApiServer();
      await stage.write();
      await stage.wire.accept();
      stage.heal();
    },
  },
  {
    name: 'the server is frozen for 15 s',
    by: 'wire',
    rightWithinMs: 11_000,
    isUnreachable: true,
    play: begun(async (stage) => {
      stage.controlPlane.pauseApiServer();
      await pause(15_000);
      stage.controlPlane.resumeApiServer();
      stage.heal();
    }),
  },
  {
    name: 'etcd is away for 8 s',
    by: 'wire',
    rightWithinMs: 30_000,
    isUnreachable: true,
    play: async (stage) => {
      await stage.open();
      stage.fault();
      await stage.controlPlane.stopEtcd();
      await pause(8000);
      await stage.controlPlane.startEtcd();
      stage.heal();
      await eventuallyWrites(stage);
    },
  },
];

export const sharedCases: readonly ChaosCase[] = [
  {
    name: '48 kinds of the client hang, and one is well',
    rightWithinMs: 5000,
    requests: 200,
    play: async (stage) => {
      const client = stage.client();
      stage.fault({ ask: ({ target }) => target.includes('/hung') });
      const hung = Array.from({ length: 48 }, (_, index) =>
        reflector(
          Api.all(
            client,
            defineResource<DynamicObject>({
              group: 'example.com',
              version: 'v1',
              kind: `Hung${index}`,
              plural: `hung${index}`,
              scope: 'Namespaced',
            }),
          ),
        ),
      );
      try {
        await stage.write();
        await stage.open({ client });
        await stage.write();
        await stage.wait(1000);
      } finally {
        for (const cache of hung) await cache.close();
      }
    },
  },
  {
    name: '10,000 objects, whose initial state is cut off four times',
    rightWithinMs: 20_000,
    requests: 40,
    isUnreachable: true,
    play: async (stage) => {
      await many(stage, 10_000);
      const cuts = [10_000, 400_000, 1_000_000, 1_500_000];
      const limits = new WeakMap<object, number>();
      stage.fault({
        cut: (exchange) => {
          const bytes = limits.get(exchange) ?? cuts.shift() ?? Infinity;
          limits.set(exchange, bytes);
          return { bytes, then: 'reset' };
        },
      });
      await stage.open({ isAwaited: false });
      await stage.until('it is synced', () => stage.status.synced);
      resetOpen(stage);
      await stage.write();
    },
  },
];

export const frozenCases: readonly ChaosCase[] = [
  {
    name: 'HTTP/1.1: a process is frozen for 20 s, and its connections are forgotten meanwhile',
    by: 'wire',
    rightWithinMs: 15_000,
    isUnreachable: true,
    play: frozen(({ wire }) => wire.freeze()),
  },
  {
    name: 'HTTP/2: a process is frozen for 20 s, and its connections are forgotten meanwhile',
    http2: true,
    by: 'wire',
    rightWithinMs: 15_000,
    isUnreachable: true,
    play: frozen(({ wire }) => wire.freeze()),
  },
  {
    name: 'a process is frozen for 20 s, and its connections are reset meanwhile',
    by: 'wire',
    rightWithinMs: 5000,
    play: frozen(({ wire }) => void wire.cut()),
  },
  {
    name: 'a process is frozen for 20 s, and all is well',
    by: 'wire',
    rightWithinMs: 5000,
    requests: 3,
    play: frozen(() => undefined),
  },
];

async function many({ truth }: Stage, count: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await truth.create({ metadata: { name: `many-${next++}` } });
  };
  await Promise.all(Array.from({ length: 24 }, worker));
}

/** The server is there before its etcd is. */
async function eventuallyWrites(stage: Stage): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    try {
      await stage.change('item-0');
      return;
    } catch {
      await pause(100);
    }
  }
  throw new Error('the server does not write');
}
