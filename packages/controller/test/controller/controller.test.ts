// What a controller does with the functions that it is given, and what of it is left in the end.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { settle } from '@kube-rx/core';
import type { ConfigMap } from '@kube-rx/k8s';
import type { Observable } from 'rxjs';
import { Action } from '../../src/controller/action.ts';
import type { ReconcileContext } from '../../src/controller/context.ts';
import type { Controller } from '../../src/controller/controller.ts';
import type { SourceMapper } from '../../src/source/declaration.ts';
import type { ChangePredicate } from '../../src/source/predicate.ts';
import type { MappedRef } from '../../src/source/references.ts';
import { ControllerWorld } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

describe('a controller', () => {
  test('runs each object that is there, and each that comes', async () => {
    await world.create('red');
    const seen: string[] = [];
    await world.run({ reconcile: ({ metadata }) => void seen.push(metadata.name) });
    expect(seen).toEqual(['red']);
    await world.create('blue');
    expect(seen).toEqual(['red', 'blue']);
  });

  test('runs an object again when it changes, and not when nothing does', async () => {
    const seen: unknown[] = [];
    await world.run({ reconcile: ({ data }) => void seen.push(data) });
    await world.create('red', { at: '1' });
    await world.clock.advance(3_600_000);
    await world.configs.patch.merge('red', { data: { at: '2' } });
    await world.clock.advance(0);
    expect(seen).toEqual([{ at: '1' }, { at: '2' }]);
  });

  test('never runs one object twice at once, and runs it once more for what came meanwhile', async () => {
    const runs: PromiseWithResolvers<undefined>[] = [];
    await world.run({
      concurrency: 8,
      reconcile: async () => {
        const run = Promise.withResolvers<undefined>();
        runs.push(run);
        await run.promise;
      },
    });
    await world.create('red');
    for (const at of ['1', '2', '3']) await world.configs.patch.merge('red', { data: { at } });
    await world.clock.advance(1000);
    expect(runs.length).toBe(1);
    runs[0]?.resolve(undefined);
    await world.clock.advance(1000);
    expect(runs.length).toBe(2);
    runs[1]?.resolve(undefined);
    await world.clock.advance(1000);
    expect(runs.length).toBe(2);
  });

  test('runs as many objects at once as it may', async () => {
    let [now, most] = [0, 0];
    for (const name of ['a', 'b', 'c', 'd', 'e']) await world.create(name);
    const { controller } = await world.run({
      concurrency: 3,
      reconcile: async ({ metadata }, { clock }) => {
        now += 1;
        most = Math.max(most, now);
        await new Promise<void>((resolve) => clock.schedule(metadata.name === 'a' ? 50 : 10, resolve));
        now -= 1;
      },
    });
    await world.clock.advance(100);
    expect([most, controller.status.counters.runs]).toEqual([3, 5]);
  });

  test('runs an object again after the time that it asked for', async () => {
    const at: number[] = [];
    await world.create('red');
    await world.run({
      reconcile: (_, { clock }) => {
        at.push(clock.monotonic());
        return Action.requeueAfter(60_000);
      },
    });
    await world.clock.advance(150_000);
    expect(at).toEqual([0, 60_000, 120_000]);
  });

  test('lets the event loop turn while it has much to do', async () => {
    world.server.seed(
      Array.from({ length: 3000 }, (_, at) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `c-${at}`, namespace: 'default' },
      })),
    );
    const { controller } = world.start(world.controller({ reconcile: () => undefined, log: false }));
    const between: number[] = [];
    for (let turns = 0; turns < 1000 && controller.status.counters.runs < 3000; turns += 1) {
      await settle();
      await world.clock.advance(0);
      between.push(controller.status.counters.runs);
    }
    expect(controller.status.counters.runs).toBe(3000);
    expect(between.filter((runs) => runs > 0 && runs < 3000).length).toBeGreaterThan(1);
  });

  test('says how it is: sources, queue, counters', async () => {
    const { controller, stop, ended } = await world.run({ reconcile: () => undefined });
    const { metadata } = await world.create('red');
    await world.clock.advance(1000);
    const { resourceVersion } = metadata;
    const well = { phase: 'live', synced: true, lagMs: 0, quietMs: 1000, resourceVersion };
    expect(controller.status).toEqual({
      name: 'colours',
      concurrency: 1,
      phase: 'running',
      sources: [{ name: 'configmaps', cluster: '', ...well }],
      queue: { ready: 0, waiting: 0, running: 0, held: 0 },
      runningMs: 0,
      paused: 0,
      counters: expect.objectContaining({ runs: 1, queued: 1, failures: 0 }) as unknown,
    });
    stop.abort();
    await ended;
    expect(controller.status).toMatchObject({ phase: 'idle', sources: [], counters: { runs: 1, queued: 1 } });
  });

  test('tells subscribers its status as it changes, ten times a second at most', async () => {
    const controller = world.controller({ reconcile: () => undefined });
    const seen: [string, number][] = [];
    const subscription = controller.status$.subscribe(({ phase, counters }) =>
      seen.push([phase, counters.runs]),
    );
    const { stop, ended } = world.start(controller);
    await world.clock.advance(500);
    for (let each = 0; each < 50; each += 1) await world.create(`c-${each}`);
    await world.clock.advance(500);
    stop.abort();
    await ended;
    subscription.unsubscribe();
    expect(seen[0]).toEqual(['idle', 0]);
    expect(seen).toContainEqual(['running', 50]);
    expect(seen.at(-1)).toEqual(['idle', 50]);
    expect(seen.length).toBeLessThan(10);
  });

  test('metrics cardinality: its status grows with no number of objects', async () => {
    const { controller } = await world.run({
      reconcile: ({ metadata }) => {
        if (metadata.name === 'turquoise') throw new Error('no');
        return Action.requeueAfter(60_000);
      },
    });
    await world.create('magenta');
    await world.create('turquoise');
    expect(JSON.stringify(controller.status)).not.toMatch(/magenta|turquoise/);
  });

  test('runs an object by hand', async () => {
    const reasons: ReconcileContext['reasons'][] = [];
    const { controller } = await world.run({ reconcile: (_, context) => void reasons.push(context.reasons) });
    await world.create('red');
    controller.request({ name: 'red', namespace: 'default' });
    await world.clock.advance(0);
    expect(reasons[1]).toEqual([{ type: 'requested', source: 'colours' }]);
    expect(() => controller.request({ name: '', namespace: 'default' })).toThrow(
      'controller colours: what is requested needs a name',
    );
    expect(() => controller.request({ name: 'red', cluster: 'east' })).toThrow(
      'controller colours: there is no cluster "east"',
    );
    expect(() => controller.request({} as MappedRef)).toThrow(
      'controller colours: what is requested needs a name',
    );
    expect(() => controller.request({ name: 'red' })).toThrow(
      'controller colours: what is requested needs a namespace',
    );
  });
});

describe('the options of a controller', () => {
  test.each([
    [{ concurrency: 0 }, 'concurrency must be a whole number above 0, not 0'],
    [{ timeout: '5000' }, 'timeout must be a duration above 0 ms, not "5000"'],
    [{ syncTimeout: '5000' }, 'syncTimeout must be a duration above 0 ms, not "5000"'],
    [{ drainTimeout: '5000' }, 'drainTimeout must be a duration in milliseconds, not "5000"'],
    [{ consistencyTimeout: '5000' }, 'consistencyTimeout must be a duration in milliseconds, not "5000"'],
    [{ cluster: 5 }, 'cluster must be a text'],
    [{ random: 0.5 }, 'random must be a function'],
    [{ log: true }, 'log must be a logger of the shape of pino, or false'],
    [{ log: { info: () => undefined } }, 'log must be a logger of the shape of pino, or false'],
    [{ timeout: NaN }, 'timeout must be a duration above 0 ms, not NaN'],
    [{ syncTimeout: -1 }, 'syncTimeout must be a duration above 0 ms, not -1'],
    [{ drainTimeout: -1 }, 'drainTimeout must be a duration in milliseconds, not -1'],
    [{ maxAttempts: 1.5 }, 'maxAttempts must be a whole number above 0, not 1.5'],
    [{ onSyncTimeout: 'give up' }, `onSyncTimeout must be 'wait' or 'fail', not "give up"`],
    [{ reconcile: 'me' }, 'reconcile must be a function'],
    [{ onDeleted: 5 }, 'onDeleted must be a function'],
  ])('are refused at once where they cannot be: %j', (options, problem) => {
    expect(() => world.controller({ reconcile: () => undefined, ...(options as object) })).toThrow(
      `controller colours: ${problem}`,
    );
  });

  test('have their defaults where they are undefined', async () => {
    const { controller } = await world.run({
      reconcile: () => undefined,
      ...({ concurrency: undefined, timeout: undefined, cluster: undefined, clock: world.clock } as object),
    });
    await world.create('red');
    expect(controller.status.counters).toMatchObject({ runs: 1, failures: 0 });
  });

  test('are refused at once where a source cannot be', () => {
    const controller = world.controller({ reconcile: () => undefined });
    expect(() => controller.owns(world.configs, { labelSelector: 'a in' })).toThrow('label');
    controller.owns(world.configs, { name: 'children' });
    expect(() => controller.watches(world.configs, () => [], { name: 'children' })).toThrow(
      'there is a source "children" already',
    );
    expect(() => world.controller({ reconcile: () => undefined, labelSelector: 'a in' })).toThrow('label');
  });

  test.each<[string, string, (controller: Controller<ConfigMap>) => unknown]>([
    [
      'a mapper',
      'the mapper of a source must be a function',
      (controller) => controller.watches(world.configs, undefined as unknown as SourceMapper<ConfigMap>),
    ],
    [
      'a predicate',
      'the predicate of a source must be a function',
      (controller) => controller.owns(world.configs, { predicate: true as unknown as ChangePredicate }),
    ],
    [
      'triggers',
      'triggers takes an Observable, as of rxjs',
      (controller) => controller.triggers(undefined as unknown as Observable<MappedRef>),
    ],
  ])('are refused at once where %s is none', (_what, problem, declare) => {
    const controller = world.controller({ reconcile: () => undefined });
    expect(() => declare(controller)).toThrow(`controller: ${problem}`);
  });
});
