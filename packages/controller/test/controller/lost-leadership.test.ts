// A term that ends while a controller runs: nothing of the controller acts outside of one.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { isAbortError, settle, sleep } from '@kube-rx/core';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import type { ReconcileContext } from '../../src/controller/context.ts';
import type { Controller } from '../../src/controller/controller.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import { NotLeaderError } from '../../src/election/leader-layer.ts';
import { finalizer } from '../../src/finalizer/finalizer.ts';
import { ControllerWorld } from '../support/controller-world.ts';
import { HandMadeLeadership } from '../support/hand-made-leadership.ts';

let world: ControllerWorld;
let leadership: HandMadeLeadership;

beforeEach(() => {
  world = new ControllerWorld();
  leadership = new HandMadeLeadership();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
  expect(leadership.followers).toBe(0);
});

async function start(options: ControllerOptions<ConfigMap>): Promise<Controller<ConfigMap>> {
  const { controller } = world.start(world.controller(options), leadership);
  await world.clock.advance(0);
  return controller;
}

describe('a term that ends', () => {
  test('fires the signals of all runs at once, which have not failed and run in the next term', async () => {
    const thrown: unknown[] = [];
    const attempts: string[] = [];
    leadership.begin();
    const controller = await start({
      concurrency: 2,
      backoff: { minMs: 1_000_000, maxMs: 1_000_000 },
      reconcile: async ({ metadata }, { clock, signal, failures }) => {
        attempts.push(`${metadata.name} ${failures}`);
        await sleep(clock, 60_000, signal).catch((error: unknown) => {
          thrown.push(error);
          throw error;
        });
      },
    });
    for (const name of ['red', 'blue', 'green']) await world.create(name);
    leadership.end();
    await settle();
    expect(thrown.map(isAbortError)).toEqual([true, true]);
    expect(String(thrown[0])).toBe(
      'AbortError: the controller colours does not lead any more: the Lease was not renewed in time',
    );
    await world.clock.advance(1000);
    expect(controller.status).toMatchObject({
      phase: 'standby',
      queue: { ready: 3, waiting: 0, running: 0, held: 0 },
      counters: { runs: 2, failures: 0 },
    });
    leadership.begin();
    await world.clock.advance(60_000);
    await world.clock.advance(60_000);
    expect(attempts.slice(2).toSorted()).toEqual(['blue 0', 'green 0', 'red 0']);
    expect(world.complaints).toMatchObject([
      { level: 'warn', msg: 'this process does not lead any more, and no run begins' },
    ]);
  });

  test('lets no run begin also where no timer has noticed, and fails none that is refused', async () => {
    leadership.begin();
    const controller = await start({
      reconcile: async ({ metadata }, { client, clock }) => {
        await sleep(clock, 1000);
        await Api.namespaced(client, ConfigMap, 'default').patch.merge(metadata.name, { data: { seen: '' } });
      },
    });
    await world.create('red', { is: 'red' });
    leadership.lapse();
    await world.create('blue');
    await world.clock.advance(2000);
    expect(controller.status).toMatchObject({
      queue: { ready: 2, running: 0 },
      counters: { runs: 1, failures: 0 },
    });
    expect((await world.configs.get('red')).data).toEqual({ is: 'red' });
    leadership.end();
  });

  test('leaves a run that goes on without a word in the cluster, also in a later term', async () => {
    const refused: string[] = [];
    const begun: string[] = [];
    const writes: Readonly<Record<string, (config: ConfigMap, run: ReconcileContext<ConfigMap>) => unknown>> =
      {
        create: (_, { api }) => api(ConfigMap).create({ metadata: { name: 'new' } }),
        patch: ({ metadata }, { api }) => api(ConfigMap).patch.merge(metadata.name, { data: { is: 'old' } }),
        delete: ({ metadata }, { api }) => api(ConfigMap).delete(metadata.name),
        apply: (_, { apply }) =>
          apply(Secret, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'child' } }),
        finalizer: (config, run) =>
          finalizer(run, config, {
            name: 'example.com/held',
            apply: () => Action.done(),
            cleanup: () => undefined,
          }),
      };
    leadership.begin();
    const controller = await start({
      concurrency: 2,
      reconcile: async (config, run) => {
        begun.push(run.runId);
        if (begun.length > 1) return;
        // It does not look at its signal.
        await sleep(run.clock, 20_000);
        for (const [name, write] of Object.entries(writes))
          await Promise.resolve(write(config, run)).catch((error: unknown) => {
            if (isAbortError(error) || error instanceof NotLeaderError) refused.push(name);
          });
        run.event({ type: 'Normal', reason: 'Late', action: 'Look' });
      },
    });
    await world.create('red');
    const before = world.server.revision;
    leadership.end();
    await world.clock.advance(15_000);
    leadership.begin();
    await world.clock.advance(1000);
    // Its key runs once at a time, whoever leads.
    expect([begun.length, controller.status.queue.running]).toEqual([1, 1]);
    await world.clock.advance(60_000);
    expect(refused).toEqual(Object.keys(writes));
    expect(begun).toHaveLength(2);
    expect(world.server.revision).toBe(before);
  });

  test('takes the worker from a run that does not end, and counts no failure', async () => {
    const begun: string[] = [];
    leadership.begin();
    const controller = await start({
      reconcile: async ({ metadata }, { clock }) => {
        begun.push(metadata.name);
        if (begun.length === 1) await sleep(clock, 120_000);
      },
    });
    await world.create('stuck');
    await world.create('red');
    leadership.end();
    leadership.begin();
    await world.clock.advance(9999);
    expect(begun).toEqual(['stuck']);
    await world.clock.advance(1);
    expect([begun, controller.status.counters.failures]).toEqual([['stuck', 'red'], 0]);
    expect(controller.status.oldestRunning).toMatchObject({ key: 'default/stuck', givenUp: true });
    await world.clock.advance(120_000);
    expect(begun).toEqual(['stuck', 'red', 'stuck']);
    expect(controller.status.counters).toMatchObject({ failures: 0, timeouts: 0 });
  });

  test('ends a drain', async () => {
    leadership.begin();
    const { ended, stop } = world.start(
      world.controller({ reconcile: (_, { clock, signal }) => sleep(clock, 3_600_000, signal) }),
      leadership,
    );
    await world.create('red');
    stop.abort();
    await world.clock.advance(1000);
    leadership.end();
    await world.clock.advance(0);
    await ended;
    expect(world.clock.pending).toBe(0);
  });

  test('writes no Event any more', async () => {
    leadership.begin();
    await start({
      reconcile: async (_, { event, clock }) => {
        for (let number = 0; number < 3; number += 1) {
          event({ type: 'Normal', reason: `Reason${number}`, action: 'Look' });
          await sleep(clock, 10);
        }
      },
    });
    const refused = world.server.faults.inject({
      verbs: ['create'],
      resource: 'events.events.k8s.io',
      fault: { type: 'refuse' },
    });
    await world.create('red');
    await world.clock.advance(1000);
    refused.remove();
    const before = world.server.revision;
    leadership.end();
    await world.clock.advance(600_000);
    expect(world.server.revision).toBe(before);
  });
});
