// What a metric has for each combination of its labels' values. Looked up by the values themselves, as each run does it:
// no text is made of them.

import type { LabelValues } from './label-values.ts';
import { otherValue } from './label-values.ts';
import type { CounterMetric, GaugeMetric, Labels, Metric, Reading } from './metric.ts';

/** Of one metric. */
const mostSeries = 1000;

interface Entry<T> {
  readonly labels: Labels;
  readonly of: T;
}

/** For metrics of three labels at most; values are in the order of the metric's labels. */
export class Series<T, M extends Metric = Metric> {
  readonly metric: M;
  readonly #values: LabelValues;
  readonly #create: (labels: Labels) => T;
  readonly #entries = new Map<string, Map<string, Map<string, Entry<T>>>>();
  #size = 0;

  constructor(metric: M, values: LabelValues, create: (labels: Labels) => T) {
    this.metric = metric;
    this.#values = values;
    this.#create = create;
  }

  at(first: string, second: string = '', third: string = ''): T {
    const known = this.#entries.get(first)?.get(second)?.get(third);
    return (known ?? this.#bounded([first, second, third])).of;
  }

  *entries(): IterableIterator<Entry<T>> {
    for (const seconds of this.#entries.values())
      for (const thirds of seconds.values()) yield* thirds.values();
  }

  #bounded(raw: readonly [string, string, string]): Entry<T> {
    const { labels } = this.metric;
    const isFull = this.#size >= mostSeries;
    const [first, second, third] = raw.map((value, at) => {
      const label = labels[at];
      if (label === undefined) return '';
      return isFull ? otherValue : this.#values.of(label, value);
    });
    return this.#enter(first ?? '', second ?? '', third ?? '');
  }

  #enter(first: string, second: string, third: string): Entry<T> {
    const seconds = this.#entries.get(first) ?? new Map<string, Map<string, Entry<T>>>();
    const thirds = seconds.get(second) ?? new Map<string, Entry<T>>();
    const known = thirds.get(third);
    if (known) return known;
    const values = [first, second, third];
    const labels = Object.fromEntries(this.metric.labels.map((label, at) => [label, values[at] ?? '']));
    const entry: Entry<T> = { labels, of: this.#create(labels) };
    this.#size += 1;
    this.#entries.set(first, seconds.set(second, thirds.set(third, entry)));
    return entry;
  }
}

/** A number that whoever finds it may change. */
export interface Figure {
  value: number;
}

/** A number for each combination. */
export class NumberSeries {
  readonly #series: Series<Figure, CounterMetric | GaugeMetric>;

  constructor(metric: CounterMetric | GaugeMetric, values: LabelValues) {
    this.#series = new Series(metric, values, () => ({ value: 0 }));
  }

  /** 0 is told from then on, so that what comes first is seen as growth. */
  at(first: string, second?: string, third?: string): Figure {
    return this.#series.at(first, second, third);
  }

  *readings(): IterableIterator<Reading> {
    const { metric } = this.#series;
    for (const { labels, of } of this.#series.entries()) yield { metric, labels, value: of.value };
  }
}
