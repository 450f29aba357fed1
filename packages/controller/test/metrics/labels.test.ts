// What may stand in labels: no object, and no more than can be kept.

import { channel } from 'node:diagnostics_channel';
import { describe, expect, test } from '@jest/globals';
import { type RequestMessage, requestChannel } from '@kube-rx/client';
import { Secret } from '@kube-rx/k8s';
import { type WatchMessage, watchChannel } from '@kube-rx/runtime';
import { Action } from '../../src/controller/action.ts';
import { LabelValues, otherValue } from '../../src/metrics/label-values.ts';
import { NumberSeries } from '../../src/metrics/series.ts';
import { ControllerWorld } from '../support/controller-world.ts';
import { Scraper } from '../support/metrics-world.ts';

describe('the values of a label', () => {
  test('are 200 at most; what comes later is other, and what is known stays', () => {
    const values = new LabelValues();
    for (let each = 0; each < 200; each += 1) expect(values.of('host', `h${each}`)).toBe(`h${each}`);
    expect(values.of('host', 'h200')).toBe(otherValue);
    expect(values.of('host', 'h7')).toBe('h7');
    expect(values.of('code', 'h200')).toBe('h200');
  });

  test('are short and of one line, whatever they were', () => {
    const values = new LabelValues();
    expect(values.of('host', 'x'.repeat(100_000)).length).toBeLessThan(200);
    expect(values.of('host', 'a\nb\u001b[2J')).toBe('a\\nb\\u001b[2J');
  });

  test('make 1000 series of a metric at most', () => {
    const metric = { type: 'counter', name: 'n', help: 'h', labels: ['a', 'b'] } as const;
    const series = new NumberSeries(metric, new LabelValues());
    for (let each = 0; each < 40_000; each += 1)
      series.at(String(each % 200), String(Math.floor(each / 200))).value += 1;
    const readings = [...series.readings()];
    expect(readings.length).toBe(1001);
    expect(readings.reduce((sum, { value }) => sum + value, 0)).toBe(40_000);
    expect(readings.at(-1)?.labels).toEqual({ a: otherValue, b: otherValue });
  });
});

test('a server that makes up resources and codes makes no more series than that', async () => {
  using scraper = await Scraper.start();
  for (let each = 0; each < 3000; each += 1) {
    const watch = { resource: `kinds${each}.evil"\n\\` };
    const error = new Error('gone');
    channel(watchChannel).publish({
      type: 'interrupted',
      watch,
      event: { type: 'Interrupted', error, verdict: 'retry', attempt: 1, retryInMs: 1 },
    } satisfies WatchMessage);
    channel(requestChannel).publish({
      method: 'GET',
      path: '/',
      status: each,
      durationMs: 1,
      host: `h${each}`,
    } satisfies RequestMessage);
  }
  expect((await scraper.samples('kube_rx_watch_interruptions_total')).length).toBe(201);
  expect((await scraper.samples('rest_client_requests_total')).length).toBeLessThanOrEqual(202);
  const verb = await scraper.samples('rest_client_request_duration_seconds_count');
  expect(verb.length).toBe(201);
  expect(verb.reduce((sum, { value }) => sum + value, 0)).toBe(3000);
});

test('controllers whose names are shown as one make no line twice', async () => {
  const world = new ControllerWorld();
  const names = Array.from({ length: 202 }, (_, at) => (at < 200 ? `c${at}` : `${'x'.repeat(300)}${at}`));
  const controllers = names.map((name) => world.controller({ name, reconcile: () => undefined }));
  using scraper = await Scraper.start({ controllers });
  const lines = (await scraper.samples()).map(({ name, labels }) => JSON.stringify([name, labels]));
  expect(lines.length).toBeGreaterThan(2000);
  expect(new Set(lines).size).toBe(lines.length);
  expect(await world.close()).toBe(0);
});

test('nothing of an object stands in any line of the text', async () => {
  const world = new ControllerWorld();
  const controller = world.controller({
    reconcile: async ({ metadata }, { api, failures }) => {
      if (failures === 0) throw new Error(`no ${metadata.name}`);
      await api(Secret).create({ metadata: { name: metadata.name } });
      return Action.requeueAfter(10_000);
    },
  });
  using scraper = await Scraper.start({ controllers: [controller] });
  world.start(controller);
  await world.clock.advance(0);
  const created = await world.create('zebra-7', { key: 'lion' });
  await world.clock.advance(60_000);
  const text = await scraper.metrics.text();
  const { uid = '' } = created.metadata;
  for (const secret of ['zebra', 'lion', 'default', uid]) expect(text).not.toContain(secret);
  expect(await scraper.value('controller_runtime_reconcile_errors_total')).toBeGreaterThan(0);
  expect(await world.close()).toBe(0);
});
