// What the collector is made of: each part listens to channels, reads what is so, or both.

import type { LabelValues } from './label-values.ts';
import type { Instruments, Reading } from './metric.ts';

export interface Part {
  /** By the names of channels. */
  readonly listeners: Readonly<Record<string, (message: unknown) => void>>;
  /** All of its metrics but histograms, as of now. */
  readings(): Iterable<Reading>;
}

export interface PartOptions {
  /** Whose runs count: of their controllers' names. */
  readonly names: ReadonlySet<string>;
  readonly values: LabelValues;
  readonly instruments: Instruments;
}
