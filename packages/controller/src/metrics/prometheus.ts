// From the collector to prom-client. Whatever can be read when it is asked for is read then; only durations are told as they
// come.

import { InvalidRequestError, onAbort, quotedText } from '@kube-rx/core';
import type * as PromClient from 'prom-client';
import { catalog } from './catalog.ts';
import { Collector } from './collector.ts';
import type { CounterMetric, GaugeMetric, Instruments, Metric } from './metric.ts';
import { loadOptional } from './optional-module.ts';
import { PrometheusHistogram } from './prometheus-histogram.ts';
import type { PrometheusMetrics, PrometheusOptions } from './prometheus-options.ts';

interface Making {
  readonly client: typeof PromClient;
  readonly registry: PromClient.Registry;
  readonly prefix: string;
}

/** @throws InvalidRequestError as `prometheusMetrics`. */
export async function startPrometheus(options: PrometheusOptions): Promise<PrometheusMetrics> {
  const { controllers = [], prefix = '', signal } = options;
  if (!/^(?:[a-zA-Z_:][a-zA-Z0-9_:]*)?$/.test(prefix))
    throw new InvalidRequestError(
      `metrics: prefix must be of letters, digits, _ and :, not ${quotedText(prefix)}`,
    );
  const client = (await loadOptional('prom-client')) as typeof PromClient;
  // Any registry of prom-client's, also of another copy of it.
  const registry = (options.registry ?? new client.Registry()) as PromClient.Registry;
  const making = { client, registry, prefix };
  for (const { name } of catalog)
    if (registry.getSingleMetric(`${prefix}${name}`))
      throw new InvalidRequestError(`metrics: the registry has a metric ${prefix}${name} already`);
  const collector = new Collector(controllers, makeHistograms(making));
  for (const metric of catalog) if (metric.type !== 'histogram') makeRead(making, metric, collector);
  const close = (): void => {
    collector.close();
    stopListening();
  };
  const stopListening = onAbort(signal, () => collector.close());
  return {
    registry,
    get contentType() {
      return registry.contentType;
    },
    text: () => registry.metrics(),
    close,
    [Symbol.dispose]: close,
  };
}

/** A metric that reads its values when somebody scrapes. */
function makeRead(making: Making, metric: CounterMetric | GaugeMetric, collector: Collector): void {
  const { client } = making;
  if (metric.type === 'counter') {
    const counter: PromClient.Counter = new client.Counter({
      ...configurationOf(making, metric),
      collect: () => {
        counter.reset();
        for (const { labels, value } of collector.readings(metric)) counter.inc(labels, value);
      },
    });
  } else {
    const gauge: PromClient.Gauge = new client.Gauge({
      ...configurationOf(making, metric),
      collect: () => {
        gauge.reset();
        for (const { labels, value } of collector.readings(metric)) gauge.set(labels, value);
      },
    });
  }
}

function makeHistograms({ registry, prefix }: Making): Instruments {
  const made = new Map<Metric, PrometheusHistogram>();
  for (const metric of catalog) {
    if (metric.type !== 'histogram') continue;
    const histogram = new PrometheusHistogram(metric, `${prefix}${metric.name}`);
    made.set(metric, histogram);
    // Of a metric a registry asks for its name and its values, and to reset it.
    registry.registerMetric(histogram as unknown as PromClient.Histogram);
  }
  return { histogram: (metric, labels) => made.get(metric)?.child(labels) ?? ((): void => undefined) };
}

function configurationOf(
  { registry, prefix }: Making,
  { name, help, labels }: Metric,
): { name: string; help: string; labelNames: string[]; registers: PromClient.Registry[] } {
  return { name: `${prefix}${name}`, help, labelNames: [...labels], registers: [registry] };
}
