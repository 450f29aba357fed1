// Both ways out: prom-client and OpenTelemetry.

import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { requestChannel } from '@kube-rx/client';
import { InvalidRequestError } from '@kube-rx/core';
import { storeChannel, watchChannel } from '@kube-rx/runtime';
import type { Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { Counter, Registry } from 'prom-client';
import { gateChannel } from '../../src/consistency/gate-channel.ts';
import { runChannel } from '../../src/controller/run-channel.ts';
import { electionChannel } from '../../src/election/election-channel.ts';
import { loopChannel } from '../../src/loop-guard/loop-channel.ts';
import { catalog } from '../../src/metrics/catalog.ts';
import type { OpenTelemetryMeter } from '../../src/metrics/opentelemetry-meter.ts';
import { openTelemetryMetrics } from '../../src/metrics/opentelemetry-metrics.ts';
import { loadOptional } from '../../src/metrics/optional-module.ts';
import { prometheusMetrics } from '../../src/metrics/prometheus-metrics.ts';
import type { PrometheusRegistry } from '../../src/metrics/prometheus-registry.ts';
import { ControllerWorld } from '../support/controller-world.ts';
import { parseText, Scraper } from '../support/metrics-world.ts';

const channels = [
  runChannel,
  gateChannel,
  loopChannel,
  watchChannel,
  storeChannel,
  requestChannel,
  electionChannel,
];
const heard = (): string[] => channels.filter((name) => channel(name).hasSubscribers);

let world: ControllerWorld;

beforeEach(() => {
  world = new ControllerWorld();
});

afterEach(async () => {
  expect(await world.close()).toBe(0);
  expect(heard()).toEqual([]);
});

describe('for Prometheus', () => {
  test('listens until it is closed, and keeps what it has', async () => {
    const controller = world.controller({ reconcile: () => undefined });
    const scraper = await Scraper.start({ controllers: [controller] });
    expect(heard()).toEqual(channels);
    world.start(controller);
    await world.clock.advance(0);
    await world.create('red');
    scraper.metrics.close();
    scraper.metrics.close();
    expect(heard()).toEqual([]);
    await world.create('blue');
    expect(await scraper.value('controller_runtime_reconcile_total', { result: 'success' })).toBe(1);
  });

  test('ends by its signal, also by one that has fired', async () => {
    const stop = new AbortController();
    await prometheusMetrics({ signal: stop.signal });
    expect(heard()).toEqual(channels);
    stop.abort();
    expect(heard()).toEqual([]);
    await prometheusMetrics({ signal: stop.signal });
    expect(heard()).toEqual([]);
  });

  test('stands beside the metrics of the program, under names with a prefix', async () => {
    const registry = new Registry();
    new Counter({ name: 'orders_total', help: 'Orders', registers: [registry] }).inc(3);
    using metrics = await prometheusMetrics({ registry, prefix: 'shop_' });
    const text = await metrics.text();
    expect(text).toBe(await registry.metrics());
    expect(metrics.contentType).toBe(registry.contentType);
    const names = parseText(text).map(({ name }) => name);
    expect(names).toContain('orders_total');
    expect(text).toContain('# TYPE shop_workqueue_depth gauge');
    expect(names.every((name) => name === 'orders_total' || name.startsWith('shop_'))).toBe(true);
  });

  test('gives the figures of one moment, again and again', async () => {
    const controller = world.controller({ reconcile: () => undefined });
    using scraper = await Scraper.start({ controllers: [controller] });
    world.start(controller);
    await world.create('red');
    const texts = [await scraper.metrics.text(), await scraper.metrics.text()];
    expect(texts[0]).toBe(texts[1]);
    await world.create('blue');
    const both = await Promise.all([scraper.metrics.text(), scraper.metrics.text()]);
    expect(both[0]).toBe(both[1]);
    expect(await scraper.value('workqueue_adds_total')).toBe(2);
  });

  test('refuses a registry that has one of its metrics, a prefix that is none, and names that are not one', async () => {
    const registry = new Registry();
    const first = await prometheusMetrics({ registry });
    const before = await registry.metrics();
    await expect(prometheusMetrics({ registry })).rejects.toThrow('the registry has a metric');
    await expect(prometheusMetrics({ prefix: '7' })).rejects.toThrow('prefix must be of letters');
    const controllers = [1, 2].map(() => world.controller({ reconcile: () => undefined }));
    await expect(prometheusMetrics({ controllers })).rejects.toThrow('two controllers are named "colours"');
    expect(await registry.metrics()).toBe(before);
    first.close();
  });
});

describe('for OpenTelemetry', () => {
  test('tells the same metrics by the API alone', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const ends = Promise.withResolvers<undefined>();
    const controller = world.controller({ reconcile: () => ends.promise });
    const metrics = await openTelemetryMetrics({
      controllers: [controller],
      meter: provider.getMeter('test'),
    });
    world.start(controller);
    await world.clock.advance(0);
    await world.create('red');
    await world.clock.advance(3000);
    ends.resolve(undefined);
    await world.clock.advance(0);
    await reader.forceFlush();
    const told = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((each) => each.metrics));
    const known = new Map(catalog.map((metric) => [metric.name, metric]));
    const points = (name: string): [unknown, unknown][] =>
      told
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }) =>
          dataPoints.map(({ attributes, value }): [unknown, unknown] => [attributes, value]),
        );
    for (const { descriptor, dataPoints } of told) {
      const metric = known.get(descriptor.name);
      expect(descriptor).toMatchObject({ description: metric?.help });
      for (const { attributes } of dataPoints)
        expect(Object.keys(attributes).sort()).toEqual([...(metric?.labels ?? [])].sort());
    }
    expect(points('controller_runtime_reconcile_total')).toContainEqual([
      { controller: 'colours', result: 'success' },
      1,
    ]);
    expect(points('workqueue_adds_total')).toEqual([[{ name: 'colours', controller: 'colours' }, 1]]);
    expect(points('kube_rx_source_synced')).toEqual([
      [{ controller: 'colours', cluster: '', source: 'configmaps' }, 1],
    ]);
    expect(points('controller_runtime_reconcile_time_seconds')).toEqual([
      [{ controller: 'colours' }, expect.objectContaining({ count: 1, sum: 3 }) as unknown],
    ]);
    metrics.close();
    metrics.close();
    expect(heard()).toEqual([]);
    await provider.shutdown();
  });

  test('ends by its signal, and does with no provider what the API does then: nothing', async () => {
    const stop = new AbortController();
    await openTelemetryMetrics({ signal: stop.signal });
    expect(heard()).toEqual(channels);
    stop.abort();
    expect(heard()).toEqual([]);
  });
});

describe('a library that fails', () => {
  test('disturbs no run, and is told once', async () => {
    const warnings: unknown[] = [];
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(text));
    const fail = (): never => {
      throw new Error('no more memory');
    };
    const observable = { addCallback: () => undefined, removeCallback: () => undefined };
    const meter: OpenTelemetryMeter = {
      createHistogram: () => ({ record: fail }),
      createObservableCounter: () => observable,
      createObservableGauge: () => observable,
    };
    const controller = world.controller({ reconcile: () => undefined });
    const metrics = await openTelemetryMetrics({ controllers: [controller], meter });
    world.start(controller);
    await world.clock.advance(0);
    await world.create('red');
    await world.create('blue');
    expect(controller.status.counters).toMatchObject({ runs: 2, failures: 0 });
    expect(warnings).toEqual(['metrics cannot be kept, and may be missing: no more memory']);
    metrics.close();
    warn.mockRestore();
  });
});

test('a library that is not installed is named', async () => {
  // Only its name matters.
  const name = 'no-such-library' as 'prom-client';
  const refusal = loadOptional(name);
  await expect(refusal).rejects.toBeInstanceOf(InvalidRequestError);
  await expect(refusal).rejects.toMatchObject({
    message: 'metrics: no-such-library cannot be loaded: install it beside the program',
    cause: expect.anything() as unknown,
  });
});

test('a registry and a meter of the libraries are what is asked for', () => {
  const registry = (of: Registry): PrometheusRegistry => of;
  const meter = (of: Meter): OpenTelemetryMeter => of;
  expect([registry, meter].map(({ length }) => length)).toEqual([1, 1]);
});
