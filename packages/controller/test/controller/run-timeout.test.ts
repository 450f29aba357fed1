import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DeadlineError } from '@kube-rx/client';
import { isAbortError, sleep } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

const never = new Promise<void>(() => undefined);

describe('a run that takes too long', () => {
  test('is told by its signal, which ends the requests of its client, and is tried again', async () => {
    const reasons: unknown[] = [];
    const requests: unknown[] = [];
    // A server that never answers a read of one object.
    world.server.faults.inject({ verbs: ['get'], fault: { type: 'delay' } });
    const { controller } = await world.run({
      reconcile: async (_, { api, signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        await api(ConfigMap)
          .get('red', { timeout: 0 })
          .catch((error: unknown) => {
            requests.push(error);
            throw error;
          });
      },
      timeout: 1000,
      maxAttempts: 1,
    });
    await world.create('red');
    await world.clock.advance(999);
    expect(reasons).toEqual([]);
    await world.clock.advance(1);
    expect(reasons).toEqual([expect.any(DeadlineError)]);
    expect(requests.map(isAbortError)).toEqual([true]);
    expect(world.complaints).toMatchObject([
      { errorName: 'DeadlineError', error: expect.stringContaining('took longer than 1000 ms') as unknown },
    ]);
    expect(controller.status.counters).toMatchObject({ runs: 1, failures: 1, timeouts: 1 });
  });

  test('has failed also where it returns as if nothing had been', async () => {
    let runs = 0;
    const { controller } = await world.run({
      reconcile: async (_, { clock }) => {
        runs += 1;
        await sleep(clock, runs === 1 ? 1500 : 0);
      },
      timeout: 1000,
    });
    await world.create('red');
    await world.clock.advance(2000);
    expect([runs, controller.status.counters.timeouts]).toEqual([2, 1]);
  });

  test('gives up its place where it does not end, and never its key', async () => {
    const blue: number[] = [];
    let red: PromiseWithResolvers<undefined> | undefined;
    let reds = 0;
    const { controller } = await world.run({
      reconcile: async ({ metadata }, { clock }) => {
        if (metadata.name === 'blue') {
          blue.push(clock.monotonic());
          return;
        }
        reds += 1;
        if (reds > 1) return;
        red = Promise.withResolvers();
        await red.promise;
      },
      timeout: 1000,
    });
    await world.create('red');
    await world.create('blue');
    await world.clock.advance(10_999);
    expect(blue).toEqual([]);
    expect(controller.status.oldestRunning).toEqual({ key: 'default/red', ageMs: 10_999, givenUp: false });
    await world.clock.advance(1);
    expect(blue).toEqual([11_000]);
    expect(world.complaints).toMatchObject([
      { name: 'red', msg: expect.stringContaining('does not end though its signal has fired') as unknown },
    ]);
    // Others come and go, and what comes for the key waits.
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.configs.patch.merge('blue', { data: { at: '2' } });
    await world.clock.advance(600_000);
    expect([reds, blue.length]).toEqual([1, 2]);
    expect(controller.status).toMatchObject({
      queue: { running: 1 },
      oldestRunning: { key: 'default/red', givenUp: true },
      counters: { timeouts: 1, failures: 1 },
    });
    expect(world.complaints.length).toBe(1);
    red?.resolve(undefined);
    await world.clock.advance(1000);
    expect([reds, world.complaints.length, controller.status.queue.running]).toEqual([2, 1, 0]);
  });

  test('costs no more than one timer, however many there are', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await world.create(name);
    await world.run({ reconcile: () => never, concurrency: 4, timeout: 1000, drainTimeout: 0 });
    await world.clock.advance(0);
    const before = world.clock.pending;
    await world.create('e');
    expect(world.clock.pending).toBe(before);
  });
});
