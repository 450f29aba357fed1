// How a controller starts and how it ends: what it waits for, and what it leaves behind, which is nothing.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, DeadlineError } from '@kube-rx/client';
import { isAbortError, settle, sleep } from '@kube-rx/core';
import { ConfigMap, Secret } from '@kube-rx/k8s';
import { SharedReflectors } from '@kube-rx/runtime';
import { from } from 'rxjs';
import { Controller } from '../../src/controller/controller.ts';
import { ControllerWorld, silent } from '../support/controller-world.ts';

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
});

describe('a controller that starts', () => {
  test('runs nothing before all of its sources are synced', async () => {
    world.server.faults.inject({
      verbs: ['list', 'watch'],
      resource: 'secrets',
      times: 3,
      fault: { type: 'refuse' },
    });
    let runs = 0;
    const controller = world
      .controller({ reconcile: () => void (runs += 1) })
      .watches(Api.all(world.client, Secret), () => []);
    await world.create('red');
    world.start(controller);
    await world.clock.advance(300);
    expect(controller.status).toMatchObject({
      phase: 'syncing',
      sources: [
        { name: 'configmaps', synced: true },
        {
          name: 'secrets',
          synced: false,
          reason: expect.stringContaining('the server cannot be reached') as unknown,
        },
      ],
    });
    expect(runs).toBe(0);
    await world.clock.advance(60_000);
    expect([runs, controller.status.phase]).toEqual([1, 'running']);
  });

  test('tells once which source is late and why, and goes on when it comes', async () => {
    let runs = 0;
    const fault = { type: 'status', code: 403, reason: 'Forbidden' } as const;
    const forbidden = world.server.faults.inject({ verbs: ['list', 'watch'], resource: 'secrets', fault });
    const controller = world
      .controller({ reconcile: () => void (runs += 1), syncTimeout: 60_000 })
      .watches(Api.all(world.client, Secret), () => []);
    await world.create('red');
    world.start(controller);
    await world.clock.advance(3_600_000);
    expect(runs).toBe(0);
    const [first, ...more] = world.complaints;
    expect(first).toEqual({
      level: 'warn',
      msg: 'a source is in trouble, and is tried again',
      controller: 'colours',
      source: 'secrets',
      cluster: '',
      reason: expect.stringMatching(/^denied: .*403/) as unknown,
    });
    expect(more).toEqual([
      {
        level: 'error',
        msg: 'the sources of the cluster are not synced, and none of its objects is reconciled',
        controller: 'colours',
        cluster: '',
        reason: expect.stringMatching(/^secrets: denied: .*403/) as unknown,
      },
    ]);
    forbidden.remove();
    await world.clock.advance(60_000);
    expect(runs).toBe(1);
  });

  test('fails where its sources are late and that is to fail', async () => {
    world.server.faults.inject({ verbs: ['list', 'watch'], resource: 'secrets', fault: { type: 'refuse' } });
    const controller = world
      .controller({ reconcile: () => undefined, syncTimeout: 60_000, onSyncTimeout: 'fail' })
      .watches(Api.all(world.client, Secret), () => []);
    const { ended } = world.start(controller);
    await world.clock.advance(60_000);
    await expect(ended).rejects.toThrow(DeadlineError);
    await expect(ended).rejects.toThrow(
      /^controller colours: not all sources are synced after 60000 ms: secrets: the server cannot be reached: /,
    );
    expect([controller.status.phase, world.clock.pending, world.server.watches]).toEqual(['idle', 0, 0]);
  });

  test('may be run again after it has ended, and not twice at once', async () => {
    const { controller, stop, ended } = await world.run({ reconcile: () => undefined });
    await expect(controller.run()).rejects.toThrow('controller colours: it runs already');
    stop.abort();
    await ended;
    await world.create('red');
    world.start(controller);
    await world.clock.advance(0);
    expect(controller.status.counters.runs).toBe(1);
  });

  test('keeps what an observable says at once, whichever cluster it is of', async () => {
    const [east, west] = [world.client, world.client];
    await world.create('red');
    const seen: string[] = [];
    const controller = world
      .controller(
        {
          reconcile: (_, { cluster, reasons }) => void seen.push(`${cluster} ${reasons[0]?.type}`),
          predicate: () => false,
          cluster: 'east',
        },
        Api.namespaced(east, ConfigMap, 'default'),
      )
      .addCluster('west', west)
      .triggers(from(['east', 'west'].map((cluster) => ({ name: 'red', namespace: 'default', cluster }))));
    world.start(controller);
    await world.clock.advance(0);
    expect([seen.toSorted(), world.complaints]).toEqual([['east requested', 'west requested'], []]);
  });

  test('keeps what is requested before its sources are synced', async () => {
    await world.create('red');
    const seen: string[] = [];
    const controller = world.controller({
      reconcile: (_, { reasons }) => void seen.push(reasons.map(({ type }) => type).join(' ')),
      predicate: () => false,
    });
    world.start(controller);
    await settle();
    controller.request({ name: 'red', namespace: 'default' });
    await world.clock.advance(0);
    expect(seen).toEqual(['requested']);
  });
});

describe('a controller that ends', () => {
  test('leaves nothing behind that keeps a process alive', async () => {
    // Ends with an error where the process does not end by itself.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--conditions=kube-rx:src',
        '--disable-warning=ExperimentalWarning',
        join(import.meta.dirname, 'exit.program.ts'),
      ],
      { timeout: 60_000 },
    );
    expect(JSON.parse(stdout)).toMatchObject({ phase: 'idle', counters: { runs: 3, failures: 1 } });
  }, 70_000);

  test('ends at once where nothing is synced yet', async () => {
    const controller = new Controller(Api.all(world.clientOf(silent), ConfigMap), {
      reconcile: () => undefined,
      clock: world.clock,
      log: false,
    });
    const { stop, ended } = world.start(controller);
    await world.clock.advance(1000);
    expect(controller.status.phase).toBe('syncing');
    stop.abort();
    await ended;
    expect(world.clock.pending).toBe(0);
  });

  test('ends at once where its signal has fired before', async () => {
    const controller = world.controller({ reconcile: () => undefined });
    await controller.run({ signal: AbortSignal.abort() });
    expect([world.clock.pending, world.server.watches]).toEqual([0, 0]);
  });

  test('lets what runs end, and begins nothing', async () => {
    const done: string[] = [];
    const { controller, stop, ended } = await world.run({
      reconcile: async ({ metadata }, { clock, signal }) => {
        await sleep(clock, 5000, signal);
        done.push(metadata.name);
      },
    });
    await world.create('red');
    await world.create('blue');
    stop.abort();
    await world.clock.advance(1000);
    expect(controller.status).toMatchObject({ phase: 'draining', queue: { running: 1 } });
    await world.clock.advance(4000);
    await ended;
    expect(done).toEqual(['red']);
    expect([world.clock.pending, world.server.watches, world.complaints]).toEqual([0, 0, []]);
  });

  test('leaves its caches to what still runs, which owns what it applies', async () => {
    const seen: string[] = [];
    const stop = new AbortController();
    const controller = world
      .controller({
        reconcile: async (parent, { apply, children, clock }) => {
          await sleep(clock, 5000);
          await apply(Secret, { apiVersion: 'v1', kind: 'Secret', metadata: { name: parent.metadata.name } });
          await sleep(clock, 1000);
          seen.push(...children(Secret).map(({ metadata }) => metadata.name));
        },
      })
      .owns(Api.all(world.client, Secret));
    const ended = controller.run({ signal: stop.signal });
    const red = await world.create('red');
    await world.clock.advance(1000);
    stop.abort();
    await world.clock.advance(6000);
    await ended;
    const secret = await Api.namespaced(world.client, Secret, red.metadata.namespace ?? '').get('red');
    expect(secret.metadata.ownerReferences).toMatchObject([{ uid: red.metadata.uid }]);
    expect(seen).toEqual(['red']);
    expect([world.clock.pending, world.server.watches, world.complaints]).toEqual([0, 0, []]);
  });

  test('fires the signals of runs when the drain is over, and tells no failure of theirs', async () => {
    const thrown: unknown[] = [];
    const { stop, ended } = await world.run({
      reconcile: async (_, { clock, signal }) => {
        await sleep(clock, 3_600_000, signal).catch((error: unknown) => {
          thrown.push(error);
          throw error;
        });
      },
      drainTimeout: 2000,
      timeout: 7_200_000,
    });
    await world.create('red');
    stop.abort();
    await world.clock.advance(2000);
    await ended;
    expect(thrown.map(isAbortError)).toEqual([true]);
    expect([world.complaints, world.clock.pending]).toEqual([[], 0]);
  });

  test('ends also where a run does not, and says so until it does', async () => {
    const late = Promise.withResolvers<undefined>();
    const { controller, stop, ended } = await world.run({
      reconcile: () => late.promise,
      drainTimeout: 2000,
    });
    await world.create('red');
    stop.abort();
    await world.clock.advance(12_000);
    await ended;
    expect(world.complaints).toMatchObject([
      { msg: 'the controller ends, and runs do not though their signals have fired', running: 1 },
    ]);
    expect([controller.status.phase, world.clock.pending]).toEqual(['idle', 0]);
    expect(controller.status.oldestRunning).toMatchObject({ key: 'default/red' });
    late.resolve(undefined);
    await settle();
    expect([controller.status.queue.running, controller.status.oldestRunning]).toEqual([0, undefined]);
  });

  test('opens no watch of a cluster that is added while it ends, and has it at the next run', async () => {
    const caches = new SharedReflectors({ clock: world.clock, lingerMs: 0 });
    const { controller, stop, ended } = await world.run({
      caches,
      reconcile: (_, { clock }) => sleep(clock, 5000),
    });
    await world.create('red');
    stop.abort();
    await world.clock.advance(1000);
    controller.addCluster('east', world.client);
    await world.clock.advance(4000);
    await ended;
    await world.clock.advance(0);
    expect([caches.size, world.server.watches, world.clock.pending]).toEqual([0, 0, 0]);
    world.start(controller);
    await world.clock.advance(0);
    expect(controller.status.sources.map(({ cluster }) => cluster)).toEqual(['', 'east']);
  });

  test('leaves shared caches to those who share them', async () => {
    const caches = new SharedReflectors({ clock: world.clock });
    const { stop, ended } = await world.run({ reconcile: () => undefined, caches });
    stop.abort();
    await ended;
    expect(caches.size).toBe(1);
    await caches.close();
  });
});
