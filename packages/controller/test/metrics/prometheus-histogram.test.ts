// Ours beside prom-client's own, told the same.

import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { type Histogram, Histogram as LibraryHistogram, Registry } from 'prom-client';
import type { HistogramMetric } from '../../src/metrics/metric.ts';
import { PrometheusHistogram } from '../../src/metrics/prometheus-histogram.ts';

const metric: HistogramMetric = {
  type: 'histogram',
  name: 'shop_seconds',
  help: 'How long "it" took\nin a \\ shop',
  unit: 's',
  labels: ['a', 'b'],
  buckets: [1e-8, 0.005, 0.1, 1, 10],
};

function pair(): { ours: PrometheusHistogram; theirs: LibraryHistogram; registries: [Registry, Registry] } {
  const registries: [Registry, Registry] = [new Registry(), new Registry()];
  const { name, help, labels, buckets } = metric;
  const ours = new PrometheusHistogram(metric, name);
  registries[0].registerMetric(ours as unknown as Histogram);
  const settings = { name, help, labelNames: [...labels], buckets: [...buckets] };
  return { ours, theirs: new LibraryHistogram({ ...settings, registers: [registries[1]] }), registries };
}

async function lines(registry: Registry): Promise<string[]> {
  // The order of labels within braces says nothing.
  return (await registry.metrics())
    .split('\n')
    .map((line) =>
      line.replace(/\{(.*)\}/, (_all, inner: string) => `{${inner.split(',').sort().join(',')}}`),
    );
}

describe('our histogram', () => {
  property.prop([
    fc.array(fc.tuple(fc.constantFrom('x', 'y "z"\\\n'), fc.double({ min: 0, max: 20, noNaN: true }))),
  ])('gives the text that prom-client gives', async (told) => {
    const { ours, theirs, registries } = pair();
    const children = new Map<string, (value: number) => void>();
    for (const [a, value] of told) {
      const labels = { a, b: 'b' };
      const child = children.get(a) ?? ours.child(labels);
      children.set(a, child);
      child(value);
      theirs.observe(labels, value);
    }
    expect(await lines(registries[0])).toEqual(await lines(registries[1]));
  });

  test('leaves out what is no number, and is reset with its registry', async () => {
    const { ours, registries } = pair();
    const child = ours.child({ a: 'x', b: 'b' });
    for (const value of [NaN, Infinity, 0.05]) child(value);
    expect(await registries[0].metrics()).toContain('shop_seconds_count{a="x",b="b"} 1');
    registries[0].resetMetrics();
    expect(await registries[0].metrics()).toContain('shop_seconds_sum{a="x",b="b"} 0');
    expect((await registries[0].getMetricsAsJSON())[0]).toMatchObject({
      name: 'shop_seconds',
      type: 'histogram',
    });
  });
});
