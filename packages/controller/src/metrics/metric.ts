// A metric as data. What it is made with, prom-client or OpenTelemetry, is left to others.

interface Described {
  readonly name: string;
  readonly help: string;
  /** The names of its labels. */
  readonly labels: readonly string[];
}

/** Only grows. */
export interface CounterMetric extends Described {
  readonly type: 'counter';
}

export interface GaugeMetric extends Described {
  readonly type: 'gauge';
  /** Absent for a number of things. */
  readonly unit?: 's';
}

export interface HistogramMetric extends Described {
  readonly type: 'histogram';
  readonly unit: 's';
  /** Upper bounds, in the unit, ascending. */
  readonly buckets: readonly number[];
}

export type Metric = CounterMetric | GaugeMetric | HistogramMetric;

/** A value for each label of a metric. */
export type Labels = Readonly<Record<string, string>>;

/** What is so at the time it is read. */
export interface Reading {
  readonly metric: CounterMetric | GaugeMetric;
  readonly labels: Labels;
  readonly value: number;
}

/** Where durations go as they come: only whoever keeps them can tell how they spread. All else is read when it is asked for. */
export interface Instruments {
  histogram(metric: HistogramMetric, labels: Labels): (value: number) => void;
}
