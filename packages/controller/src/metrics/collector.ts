// All that is measured: listens to the diagnostics channels, and reads the status of controllers when it is asked. Without
// it nothing is published and nothing kept.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { InvalidRequestError, quotedText } from '@kube-rx/core';
import { ElectionMetrics } from './election-metrics.ts';
import { LabelValues } from './label-values.ts';
import type { Instruments, Metric, Reading } from './metric.ts';
import type { Part } from './part.ts';
import { RequestMetrics } from './request-metrics.ts';
import { RunMetrics } from './run-metrics.ts';
import { type MeasuredController, StatusMetrics } from './status-metrics.ts';
import { WatchMetrics } from './watch-metrics.ts';
import { WriteMetrics } from './write-metrics.ts';

type Listener = (message: unknown) => void;

/** Listens from when it is made until it is closed. What it has then, it keeps. */
export class Collector {
  readonly #parts: readonly Part[];
  readonly #listeners: readonly (readonly [channel: string, listener: Listener])[];
  #read: ReadonlyMap<Metric, readonly Reading[]> | undefined;
  #hasFailed = false;

  /** @throws InvalidRequestError where two controllers have one name, so that nobody could tell their figures apart. */
  constructor(controllers: readonly MeasuredController[], instruments: Instruments) {
    const names = namesOf(controllers);
    const options = { names, instruments, values: new LabelValues() };
    this.#parts = [
      new RunMetrics(options),
      new StatusMetrics(controllers, options),
      new WriteMetrics(options),
      new WatchMetrics(options),
      new RequestMetrics(options),
      new ElectionMetrics(options),
    ];
    this.#listeners = this.#parts.flatMap(({ listeners }) =>
      Object.entries(listeners).map(([name, listener]) => [name, this.#guarded(listener)] as const),
    );
    for (const [name, listener] of this.#listeners) subscribe(name, listener);
  }

  /** As of now: of a metric that is no histogram. All are read together, as each is asked for within one scrape. */
  readings(metric: Metric): readonly Reading[] {
    if (!this.#read) {
      this.#read = Map.groupBy(
        this.#parts.flatMap((part) => [...part.readings()]),
        (reading) => reading.metric,
      );
      queueMicrotask(() => {
        this.#read = undefined;
      });
    }
    return this.#read.get(metric) ?? [];
  }

  /** Idempotent. */
  close(): void {
    for (const [name, listener] of this.#listeners) unsubscribe(name, listener);
  }

  /** Node ends the process by what a subscriber of a channel throws. */
  #guarded(listener: Listener): Listener {
    return (message) => {
      try {
        listener(message);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        if (!this.#hasFailed) process.emitWarning(`metrics cannot be kept, and may be missing: ${why}`);
        this.#hasFailed = true;
      }
    };
  }
}

function namesOf(controllers: readonly MeasuredController[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name } of controllers) {
    if (names.has(name))
      throw new InvalidRequestError(
        `metrics: two controllers are named ${quotedText(name)}: give one of them another name`,
      );
    names.add(name);
  }
  return names;
}
