// A histogram that a registry of prom-client reads like its own. prom-client's makes a text of all labels at each value, and
// a run has three values; this one adds numbers.

import type { HistogramMetric, Labels } from './metric.ts';

interface Spread {
  readonly labels: Labels;
  /** Of each bucket by itself. What is above the last bound is in `count` alone. */
  readonly counts: number[];
  sum: number;
  count: number;
}

interface Value {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** What a registry gets of a metric. */
interface Values {
  readonly name: string;
  readonly help: string;
  readonly type: 'histogram';
  readonly aggregator: 'sum';
  readonly values: readonly Value[];
}

export class PrometheusHistogram {
  readonly name: string;
  readonly help: string;
  readonly type = 'histogram';
  readonly aggregator = 'sum';
  readonly #buckets: readonly number[];
  readonly #spreads: Spread[] = [];

  constructor({ help, buckets }: HistogramMetric, name: string) {
    this.name = name;
    this.help = help;
    this.#buckets = buckets;
  }

  /** What takes the values of these labels, which are told from then on. */
  child(labels: Labels): (value: number) => void {
    const buckets = this.#buckets;
    const spread = this.#spreadOf(labels);
    return (value) => {
      // A clock that jumps must not spoil a sum for ever.
      if (!Number.isFinite(value)) return;
      spread.sum += value;
      spread.count += 1;
      const at = buckets.findIndex((bound) => value <= bound);
      const count = spread.counts[at];
      if (count !== undefined) spread.counts[at] = count + 1;
    };
  }

  /** As the registry asks for it. */
  get(): Promise<Values> {
    const { name, help, type, aggregator } = this;
    const values = this.#spreads.flatMap((spread) => this.#valuesOf(spread));
    return Promise.resolve({ name, help, type, aggregator, values });
  }

  /** As the registry asks for it by `resetMetrics`. */
  reset(): void {
    for (const spread of this.#spreads) {
      spread.counts.fill(0);
      spread.sum = 0;
      spread.count = 0;
    }
  }

  /** Two names that are shown as one share it: a text with a line twice is refused as a whole. */
  #spreadOf(labels: Labels): Spread {
    const known = this.#spreads.find((spread) =>
      Object.entries(labels).every(([label, value]) => spread.labels[label] === value),
    );
    if (known) return known;
    const spread: Spread = { labels, counts: this.#buckets.map(() => 0), sum: 0, count: 0 };
    this.#spreads.push(spread);
    return spread;
  }

  #valuesOf({ labels, counts, sum, count }: Spread): Value[] {
    let below = 0;
    const buckets = this.#buckets.map((le, at) => {
      below += counts[at] ?? 0;
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${this.name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${this.name}_sum`, labels, value: sum },
      { metricName: `${this.name}_count`, labels, value: count },
    ];
  }
}
