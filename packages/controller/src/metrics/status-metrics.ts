// What the status of controllers says when it is asked for.

import type { ControllerStatus } from '../controller/controller-status.ts';
import type { SourceStatus } from '../source/source-status.ts';
import {
  activeWorkers,
  concurrency,
  gateTimeouts,
  longestRun,
  pausedObjects,
  queueAdds,
  queueDepth,
  queuedKeys,
  runTimeouts,
  selfTriggered,
  sourceAway,
  sourceEventAge,
  sourceLag,
  sourceSynced,
  unfinishedWork,
} from './catalog.ts';
import type { LabelValues } from './label-values.ts';
import type { CounterMetric, GaugeMetric, Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { versionLags } from './version-lag.ts';

/** A controller, as far as it is measured. */
export interface MeasuredController {
  readonly name: string;
  readonly status: ControllerStatus;
}

export class StatusMetrics implements Part {
  readonly listeners: Part['listeners'] = {};
  readonly #controllers: readonly MeasuredController[];
  readonly #values: LabelValues;

  constructor(controllers: readonly MeasuredController[], { values }: Pick<PartOptions, 'values'>) {
    this.#controllers = controllers;
    this.#values = values;
  }

  *readings(): IterableIterator<Reading> {
    for (const { status } of this.#controllers) {
      yield* this.#ofController(status);
      yield* this.#ofSources(status);
    }
  }

  *#ofController({ name, ...status }: ControllerStatus): IterableIterator<Reading> {
    const controller = this.#values.of('controller', name);
    const reading = (metric: CounterMetric | GaugeMetric, value: number, more: object = {}): Reading => ({
      metric,
      labels: metric.labels.includes('name') ? { name: controller, controller } : { controller, ...more },
      value,
    });
    const { queue, counters, oldestRunning } = status;
    yield reading(runTimeouts, counters.timeouts);
    yield reading(concurrency, status.concurrency);
    yield reading(activeWorkers, queue.running);
    yield reading(queueDepth, queue.ready);
    yield reading(queueAdds, counters.queued);
    yield reading(unfinishedWork, status.runningMs / 1000);
    yield reading(longestRun, (oldestRunning?.ageMs ?? 0) / 1000);
    yield reading(queuedKeys, queue.waiting, { state: 'waiting' });
    yield reading(queuedKeys, queue.held, { state: 'held' });
    yield reading(gateTimeouts, counters.gateTimeouts);
    yield reading(selfTriggered, counters.selfTriggered);
    yield reading(pausedObjects, status.paused);
  }

  *#ofSources({ name: controller, sources }: ControllerStatus): IterableIterator<Reading> {
    const lags = versionLags(sources);
    for (const source of sources) {
      const { synced, lagMs, quietMs } = source;
      const labels = this.#labelsOf(controller, source);
      yield { metric: sourceSynced, labels, value: synced ? 1 : 0 };
      yield { metric: sourceAway, labels, value: lagMs / 1000 };
      if (quietMs !== undefined) yield { metric: sourceEventAge, labels, value: quietMs / 1000 };
      const lag = lags.get(source);
      if (lag !== undefined) yield { metric: sourceLag, labels, value: lag };
    }
  }

  #labelsOf(controller: string, { cluster, name }: SourceStatus): Reading['labels'] {
    const values = this.#values;
    return {
      controller: values.of('controller', controller),
      cluster: values.of('cluster', cluster),
      source: values.of('source', name),
    };
  }
}
