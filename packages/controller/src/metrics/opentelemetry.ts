// From the collector to OpenTelemetry, by the API alone: which SDK is behind it, if any, is the program's choice.

import { onAbort } from '@kube-rx/core';
import type * as OpenTelemetry from '@opentelemetry/api';
import { catalog } from './catalog.ts';
import { Collector } from './collector.ts';
import type { HistogramMetric, Instruments } from './metric.ts';
import type { Metrics } from './metrics-options.ts';
import type { ObservableInstrument, ObservationSink, OpenTelemetryMeter } from './opentelemetry-meter.ts';
import type { OpenTelemetryOptions } from './opentelemetry-options.ts';
import { loadOptional } from './optional-module.ts';

/** @throws InvalidRequestError as `openTelemetryMetrics`. */
export async function startOpenTelemetry(options: OpenTelemetryOptions): Promise<Metrics> {
  const { controllers = [], signal } = options;
  const meter = options.meter ?? (await globalMeter());
  const collector = new Collector(controllers, instrumentsOf(meter));
  const ends: (() => void)[] = [];
  for (const metric of catalog) {
    if (metric.type === 'histogram') continue;
    const { name, help: description, type } = metric;
    const settings = { description, ...(type === 'gauge' && metric.unit && { unit: metric.unit }) };
    const observable: ObservableInstrument =
      type === 'counter'
        ? meter.createObservableCounter(name, settings)
        : meter.createObservableGauge(name, settings);
    const observe = (sink: ObservationSink): void => {
      for (const { labels, value } of collector.readings(metric)) sink.observe(value, labels);
    };
    observable.addCallback(observe);
    ends.push(() => observable.removeCallback(observe));
  }
  const stop = (): void => {
    collector.close();
    for (const end of ends.splice(0)) end();
  };
  const stopListening = onAbort(signal, stop);
  const close = (): void => {
    stopListening();
    stop();
  };
  return { close, [Symbol.dispose]: close };
}

async function globalMeter(): Promise<OpenTelemetryMeter> {
  const { metrics } = (await loadOptional('@opentelemetry/api')) as typeof OpenTelemetry;
  return metrics.getMeter('kube-rx');
}

function instrumentsOf(meter: OpenTelemetryMeter): Instruments {
  const made = new Map<HistogramMetric, ReturnType<OpenTelemetryMeter['createHistogram']>>();
  return {
    histogram: (metric, labels) => {
      const { name, help: description, unit, buckets } = metric;
      const advice = { explicitBucketBoundaries: [...buckets] };
      const histogram = made.get(metric) ?? meter.createHistogram(name, { description, unit, advice });
      made.set(metric, histogram);
      return (value) => histogram.record(value, labels);
    },
  };
}
