// As much of a meter of @opentelemetry/api as is used here, so that nobody needs its types who does not use it.

import type { Labels } from './metric.ts';

interface InstrumentOptions {
  description?: string;
  unit?: string;
  advice?: { explicitBucketBoundaries?: number[] };
}

/** Is told a value for each combination of attributes. */
export interface ObservationSink {
  observe(value: number, attributes?: Labels): void;
}

/** Asks for its values when they are collected. */
export interface ObservableInstrument {
  addCallback(callback: (sink: ObservationSink) => void): void;
  removeCallback(callback: (sink: ObservationSink) => void): void;
}

/** Keeps each value that it is told. */
export interface RecordingInstrument {
  record(value: number, attributes?: Labels): void;
}

/** A `Meter` of OpenTelemetry. */
export interface OpenTelemetryMeter {
  createHistogram(name: string, options?: InstrumentOptions): RecordingInstrument;
  createObservableCounter(name: string, options?: InstrumentOptions): ObservableInstrument;
  createObservableGauge(name: string, options?: InstrumentOptions): ObservableInstrument;
}
