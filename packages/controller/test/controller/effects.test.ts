// A controller with a finalizer and Events: what becomes of both when runs fail and when the controller ends.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { VirtualClock } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import { catalog } from '@kube-rx/k8s/catalog';
import { Event } from '@kube-rx/k8s/events.k8s.io/v1';
import type { ReconcileContext } from '../../src/controller/context.ts';
import { Controller } from '../../src/controller/controller.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import { finalizer } from '../../src/finalizer/finalizer.ts';
import { type LogRecord, recordingLog } from '../support/controller-world.ts';

const name = 'shop.example/dns';

describe('a controller with a finalizer and Events', () => {
  let clock: VirtualClock;
  let client: Client;
  let maps: Api<ConfigMap>;
  let records: LogRecord[];
  let stop: AbortController;
  let ended: Promise<void>;
  let methods: string[];

  beforeEach(() => {
    clock = new VirtualClock();
    const server = new ApiServer({ clock, resources: catalog });
    methods = [];
    client = new Client(
      (request, options) => {
        if (request.method !== 'GET')
          methods.push(`${request.method} ${request.path.split('/').slice(-2).join('/')}`);
        return server.service(request, options);
      },
      { clock },
    );
    maps = Api.namespaced(new Client(server.service, { clock }), ConfigMap, 'default');
    records = [];
    stop = new AbortController();
    ended = Promise.resolve();
  });

  afterEach(async () => {
    stop.abort();
    await clock.advance(60_000);
    await ended;
    expect(clock.pending).toBe(0);
  });

  async function run(options: ControllerOptions<ConfigMap>): Promise<void> {
    const controller = new Controller(Api.namespaced(client, ConfigMap, 'default'), {
      clock,
      random: () => 0.5,
      log: recordingLog(records),
      ...options,
    });
    ended = controller.run({ signal: stop.signal });
    await clock.advance(0);
  }

  const events = async (): Promise<string[]> =>
    (await Api.namespaced(maps.client, Event, 'default').list()).map(
      ({ type, reason, series }) => `${type} ${reason}${series ? ` x${series.count}` : ''}`,
    );

  const complaints = (): readonly unknown[] =>
    records.filter(({ level }) => level === 'warn' || level === 'error');

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
    await maps.create({ metadata: { name: 'a' } });
    await clock.advance(1000);
    expect(done.every((what) => what === 'apply')).toBe(true);
    await maps.delete('a');
    await clock.advance(0);
    expect((await maps.get('a')).metadata.finalizers).toEqual([name]);
    await clock.advance(60_000);
    expect(await maps.getOptional('a')).toBeUndefined();
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
    await maps.create({ metadata: { name: 'a' } });
    await clock.advance(1000);
    await maps.delete('a');
    await clock.advance(1000);
    const [before, written] = [runs, methods.length];
    expect(methods.at(-1)).toBe('PATCH configmaps/a');
    await clock.advance(600_000);
    expect([runs, methods.length]).toEqual([before, written]);
    expect(complaints()).toEqual([]);
  });

  test('tells what it did, and no run waits for that', async () => {
    const at: number[] = [];
    const reconcile = (_: ConfigMap, { event }: ReconcileContext<ConfigMap>): void => {
      at.push(clock.monotonic());
      event({ type: 'Normal', reason: 'Done' });
    };
    await run({ reconcile });
    await maps.create({ metadata: { name: 'a' } });
    await clock.advance(0);
    await maps.patch.merge('a', { data: { x: '1' } });
    await clock.advance(0);
    expect(at).toEqual([0, 0]);
    expect(await events()).toEqual(['Normal Done x2']);
    expect(complaints()).toEqual([]);
  });

  test('tells at its end what was still held back', async () => {
    await run({ reconcile: (_, { event }) => event({ type: 'Warning', reason: 'Odd' }) });
    await maps.create({ metadata: { name: 'a' } });
    for (let times = 1; times < 40; times += 1) {
      await maps.patch.merge('a', { data: { times: `${times}` } });
      await clock.advance(10);
    }
    expect(await events()).toEqual(['Warning Odd x25']);
    stop.abort();
    await clock.advance(1000);
    expect(await events()).toEqual(['Warning Odd x40']);
  });

  test('records no more Events when it has ended, so that no timer is left behind', async () => {
    const late = Promise.withResolvers<undefined>();
    await run({
      reconcile: async (_, { event }) => {
        await late.promise;
        for (let times = 0; times < 2; times += 1) event({ type: 'Normal', reason: 'Done' });
      },
    });
    await maps.create({ metadata: { name: 'a' } });
    await clock.advance(0);
    stop.abort();
    await clock.advance(60_000);
    await ended;
    late.resolve(undefined);
    await clock.advance(0);
    expect([await events(), clock.pending]).toEqual([[], 0]);
  });

  test('has Events though its name is none for a reporter', async () => {
    await run({
      name: `of ${'a'.repeat(100)}`,
      reconcile: (_, { event }) => event({ type: 'Normal', reason: 'Done' }),
    });
    await maps.create({ metadata: { name: 'a' } });
    await clock.advance(0);
    expect([await events(), complaints()]).toEqual([['Normal Done'], []]);
  });
});
