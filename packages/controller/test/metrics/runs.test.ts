// What is measured of a controller on the embedded server.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { Action } from '../../src/controller/action.ts';
import { controllerAnnotations } from '../../src/controller/annotations.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import { ControllerWorld, type Started } from '../support/controller-world.ts';
import { Scraper } from '../support/metrics-world.ts';

let world: ControllerWorld;
let scraper: Scraper;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  scraper.metrics.close();
  expect(await world.close()).toBe(0);
});

async function start(options: ControllerOptions<ConfigMap>): Promise<Started> {
  const controller = world.controller(options);
  scraper = await Scraper.start({ controllers: [controller] });
  const started = world.start(controller);
  await world.clock.advance(0);
  return started;
}

const controller = 'colours';

describe('runs', () => {
  test('are counted by what they asked for, and what failed by whether it is tried again', async () => {
    const endings = [
      Action.done(),
      Action.requeueAfter(10),
      Action.backoff(),
      'throw',
      Action.terminal('no'),
    ];
    await start({
      reconcile: () => {
        const next = endings.shift() ?? Action.done();
        if (typeof next === 'string') throw new Error(next);
        return next;
      },
      backoff: { minMs: 10, maxMs: 10 },
    });
    await world.create('red');
    await world.create('blue');
    await world.clock.advance(1000);
    expect(await scraper.counts('controller_runtime_reconcile_total', 'result')).toEqual([
      'success 1',
      'requeue_after 1',
      'requeue 1',
      'error 2',
    ]);
    expect(await scraper.value('controller_runtime_reconcile_errors_total', { controller })).toBe(2);
    expect(await scraper.value('controller_runtime_terminal_reconcile_errors_total')).toBe(1);
    expect(await scraper.value('workqueue_retries_total')).toBe(2);
    expect(await scraper.value('workqueue_adds_total', { controller, name: controller })).toBe(5);
  });

  test('that fail for the last time are terminal, and no retry', async () => {
    await start({
      reconcile: () => {
        throw new Error('no');
      },
      maxAttempts: 2,
    });
    await world.create('red');
    await world.clock.advance(10_000);
    expect(await scraper.value('controller_runtime_reconcile_errors_total')).toBe(2);
    expect(await scraper.value('controller_runtime_terminal_reconcile_errors_total')).toBe(1);
    expect(await scraper.value('workqueue_retries_total')).toBe(1);
  });

  test('are measured: how long they waited and took, and those that go on', async () => {
    const ends = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const gates = ends.map(({ promise }) => promise);
    await start({ reconcile: () => gates.shift(), concurrency: 1 });
    await world.create('red');
    await world.create('blue');
    await world.clock.advance(3000);
    expect(await scraper.value('controller_runtime_max_concurrent_reconciles')).toBe(1);
    expect(await scraper.value('controller_runtime_active_workers')).toBe(1);
    expect(await scraper.value('workqueue_depth')).toBe(1);
    expect(await scraper.value('workqueue_unfinished_work_seconds')).toBe(3);
    expect(await scraper.value('workqueue_longest_running_processor_seconds')).toBe(3);
    ends[0]?.resolve(undefined);
    await world.clock.advance(100);
    ends[1]?.resolve(undefined);
    await world.clock.advance(0);
    for (const name of ['controller_runtime_reconcile_time', 'workqueue_work_duration']) {
      expect(await scraper.value(`${name}_seconds_count`)).toBe(2);
      expect(await scraper.value(`${name}_seconds_sum`)).toBeCloseTo(3.1, 5);
    }
    expect(await scraper.value('workqueue_queue_duration_seconds_sum')).toBeCloseTo(3, 5);
    const upTo = (le: string): Promise<number | undefined> =>
      scraper.value('controller_runtime_reconcile_time_seconds_bucket', { le });
    expect([await upTo('0.1'), await upTo('2.5'), await upTo('3')]).toEqual([1, 1, 2]);
    expect(await scraper.value('workqueue_longest_running_processor_seconds')).toBe(0);
  });

  test('that take too long are timeouts, and those that their controller ends are aborted', async () => {
    const { stop } = await start({
      reconcile: (_object, { signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
      timeout: 1000,
      drainTimeout: 0,
      backoff: { minMs: 100_000, maxMs: 100_000 },
    });
    await world.create('red');
    await world.clock.advance(1000);
    await world.create('blue');
    stop.abort();
    await world.clock.advance(1);
    expect(await scraper.value('controller_runtime_reconcile_timeouts_total')).toBe(1);
    expect(await scraper.counts('controller_runtime_reconcile_total', 'result')).toEqual([
      'error 1',
      'aborted 1',
    ]);
  });

  test('of a controller that was not given are not', async () => {
    await start({ reconcile: () => undefined });
    world.start(world.controller({ name: 'others', reconcile: () => undefined }));
    await world.create('red');
    expect(await scraper.value('controller_runtime_reconcile_total', { result: 'success' })).toBe(1);
    expect((await scraper.samples()).filter(({ labels }) => labels['controller'] === 'others')).toEqual([]);
  });
});

describe('what follows from own writes', () => {
  test('is measured: waits for caches, those that were in vain, and keys that are held meanwhile', async () => {
    const fault = { type: 'delay', ms: 3000 } as const;
    world.server.faults.inject({ verbs: ['watch'], resource: 'secrets', fault });
    const controller = world
      .controller({
        reconcile: async ({ metadata: { name } }, { store, api }) => {
          if (!store(Secret).get(`default/${name}`)) await api(Secret).create({ metadata: { name } });
        },
        consistencyTimeout: 2000,
        backoff: { minMs: 500, maxMs: 500 },
      })
      .owns(Api.all(world.client, Secret), { initialState: 'list' });
    scraper = await Scraper.start({ controllers: [controller] });
    world.start(controller);
    await world.clock.advance(0);
    await world.create('red');
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.clock.advance(1000);
    expect(await scraper.value('kube_rx_queue_keys', { state: 'held' })).toBe(1);
    await world.clock.advance(1000);
    expect(await scraper.value('kube_rx_gate_timeouts_total')).toBe(1);
    expect(await scraper.value('kube_rx_gate_wait_seconds_sum', { outcome: 'overdue' })).toBe(2);
    await world.clock.advance(500);
    await world.create('blue');
    await world.configs.patch.merge('blue', { data: { at: '2' } });
    await world.clock.advance(500);
    expect(await scraper.value('kube_rx_gate_wait_seconds_count', { outcome: 'opened' })).toBe(1);
    expect(await scraper.value('kube_rx_gate_wait_seconds_sum', { outcome: 'opened' })).toBe(0.5);
  });

  test('a loop: runs that wake themselves, and holds', async () => {
    let at = 0;
    await start({
      reconcile: async ({ metadata: { name } }, { api }) => {
        at += 1;
        await api(ConfigMap).patch.merge(name, { data: { at: String(at) } });
      },
    });
    await world.create('red');
    await world.clock.advance(100);
    expect(await scraper.value('kube_rx_loop_holds_total')).toBe(1);
    expect(await scraper.value('kube_rx_self_triggered_runs_total')).toBeGreaterThanOrEqual(5);
  });

  test('paused objects are counted', async () => {
    await start({ reconcile: () => undefined });
    const metadata = { name: 'red', annotations: { [controllerAnnotations.paused]: 'true' } };
    await world.configs.create({ metadata });
    await world.clock.advance(0);
    expect(await scraper.value('kube_rx_paused_objects')).toBe(1);
    expect(await scraper.value('controller_runtime_reconcile_total', { result: 'success' })).toBe(0);
  });
});
