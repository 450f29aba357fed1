// A controller with a finalizer and Events: what becomes of both when runs fail and when the controller ends.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api, type Layer } from '@kube-rx/client';
import type { ConfigMap } from '@kube-rx/k8s';
import { Event } from '@kube-rx/k8s/events.k8s.io/v1';
import type { ReconcileContext } from '../../src/controller/context.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import { finalizer } from '../../src/finalizer/finalizer.ts';
import { ControllerWorld, type Started } from '../support/controller-world.ts';

const name = 'shop.example/dns';

describe('a controller with a finalizer and Events', () => {
  let world: ControllerWorld;
  let writes: string[];

  beforeEach(() => {
    world = new ControllerWorld();
    writes = [];
  });

  afterEach(async () => {
    expect(await world.close()).toBe(0);
  });

  const noteWrites: Layer = (next) => (request, options) => {
    if (request.method !== 'GET')
      writes.push(`${request.method} ${request.path.split('/').slice(-2).join('/')}`);
    return next(request, options);
  };

  async function run(options: ControllerOptions<ConfigMap>): Promise<Started> {
    const configs = world.configs.withClient(world.client.layered([noteWrites]));
    const started = world.start(world.controller({ random: () => 0.5, ...options }, configs));
    await world.clock.advance(0);
    return started;
  }

  const events = async (): Promise<string[]> =>
    (await Api.namespaced(world.client, Event, 'default').list()).map(
      ({ type, reason, series }) => `${type} ${reason}${series ? ` x${series.count}` : ''}`,
    );

  test('undoes what it did before the object goes, though cleanup fails at first', async () => {
    const done: string[] = [];
    let failures = 3;
    await run({
      reconcile: (map, context) =>
        finalizer(context, map, {
          name,
          apply: () => void done.push('apply'),
          cleanup: () => {
            done.push('cleanup');
            if (failures-- > 0) throw new Error('no DNS');
          },
        }),
    });
    await world.configs.create({ metadata: { name: 'a' } });
    await world.clock.advance(1000);
    expect(done.every((what) => what === 'apply')).toBe(true);
    await world.configs.delete('a');
    await world.clock.advance(0);
    expect((await world.configs.get('a')).metadata.finalizers).toEqual([name]);
    await world.clock.advance(60_000);
    expect(await world.configs.getOptional('a')).toBeUndefined();
    expect(done.slice(done.indexOf('cleanup'))).toEqual(['cleanup', 'cleanup', 'cleanup', 'cleanup']);
  });

  test('writes nothing once the last finalizer is gone, and runs no more', async () => {
    let runs = 0;
    await run({
      reconcile: (map, context) => {
        runs += 1;
        return finalizer(context, map, { name, apply: () => undefined, cleanup: () => undefined });
      },
    });
    await world.configs.create({ metadata: { name: 'a' } });
    await world.clock.advance(1000);
    await world.configs.delete('a');
    await world.clock.advance(1000);
    const [before, written] = [runs, writes.length];
    expect(writes.at(-1)).toBe('PATCH configmaps/a');
    await world.clock.advance(600_000);
    expect([runs, writes.length]).toEqual([before, written]);
    expect(world.complaints).toEqual([]);
  });

  test('tells what it did, and no run waits for that', async () => {
    const at: number[] = [];
    const reconcile = (_: ConfigMap, { event }: ReconcileContext<ConfigMap>): void => {
      at.push(world.clock.monotonic());
      event({ type: 'Normal', reason: 'Done' });
    };
    await run({ reconcile });
    await world.create('a');
    await world.configs.patch.merge('a', { data: { x: '1' } });
    await world.clock.advance(0);
    expect(at).toEqual([0, 0]);
    expect(await events()).toEqual(['Normal Done x2']);
    expect(world.complaints).toEqual([]);
  });

  test('tells at its end what was still held back', async () => {
    const { stop } = await run({ reconcile: (_, { event }) => event({ type: 'Warning', reason: 'Odd' }) });
    await world.configs.create({ metadata: { name: 'a' } });
    for (let times = 1; times < 40; times += 1) {
      await world.configs.patch.merge('a', { data: { times: `${times}` } });
      await world.clock.advance(10);
    }
    expect(await events()).toEqual(['Warning Odd x25']);
    stop.abort();
    await world.clock.advance(1000);
    expect(await events()).toEqual(['Warning Odd x40']);
  });

  test('records no more Events when it has ended, so that no timer is left behind', async () => {
    const late = Promise.withResolvers<undefined>();
    const { stop, ended } = await run({
      reconcile: async (_, { event }) => {
        await late.promise;
        for (let times = 0; times < 2; times += 1) event({ type: 'Normal', reason: 'Done' });
      },
    });
    await world.create('a');
    stop.abort();
    await world.clock.advance(60_000);
    await ended;
    late.resolve(undefined);
    await world.clock.advance(0);
    expect([await events(), world.clock.pending]).toEqual([[], 0]);
  });

  test('has Events though its name is none for a reporter', async () => {
    await run({
      name: `of ${'a'.repeat(100)}`,
      reconcile: (_, { event }) => event({ type: 'Normal', reason: 'Done' }),
    });
    await world.create('a');
    expect([await events(), world.complaints]).toEqual([['Normal Done'], []]);
  });
});
