// Of the runs of controllers, as they begin and end.

import { type RunEnding, type RunMessage, runChannel } from '../controller/run-channel.ts';
import { queueRetries, queueTime, runErrors, runs, runTime, terminalErrors, workTime } from './catalog.ts';
import type { HistogramMetric, Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { NumberSeries, Series } from './series.ts';

const results: Readonly<Record<RunEnding, string>> = {
  done: 'success',
  requeueAfter: 'requeue_after',
  backoff: 'requeue',
  terminal: 'error',
  failed: 'error',
  timedOut: 'error',
  aborted: 'aborted',
};

export class RunMetrics implements Part {
  readonly listeners: Part['listeners'] = {
    [runChannel]: (message: unknown): void => this.#heard(message as RunMessage),
  };
  readonly #names: ReadonlySet<string>;
  readonly #runs: NumberSeries;
  readonly #errors: NumberSeries;
  readonly #terminal: NumberSeries;
  readonly #retries: NumberSeries;
  readonly #runTime: Series<(seconds: number) => void>;
  readonly #queueTime: Series<(seconds: number) => void>;
  readonly #workTime: Series<(seconds: number) => void>;

  constructor({ names, values, instruments }: PartOptions) {
    const spread = (metric: HistogramMetric): Series<(seconds: number) => void> =>
      new Series(metric, values, (labels) => instruments.histogram(metric, labels));
    this.#names = names;
    this.#runs = new NumberSeries(runs, values);
    this.#errors = new NumberSeries(runErrors, values);
    this.#terminal = new NumberSeries(terminalErrors, values);
    this.#retries = new NumberSeries(queueRetries, values);
    this.#runTime = spread(runTime);
    this.#queueTime = spread(queueTime);
    this.#workTime = spread(workTime);
    for (const name of names) {
      for (const result of Object.values(results)) this.#runs.at(name, result);
      this.#errors.at(name);
      this.#terminal.at(name);
      this.#retries.at(name, name);
    }
  }

  *readings(): IterableIterator<Reading> {
    for (const series of [this.#runs, this.#errors, this.#terminal, this.#retries]) yield* series.readings();
  }

  #heard(message: RunMessage): void {
    const { controller, waitedMs, isLastAttempt } = message.run;
    if (!this.#names.has(controller)) return;
    if (message.type === 'began') {
      this.#queueTime.at(controller, controller)(waitedMs / 1000);
      return;
    }
    const { outcome, durationMs } = message;
    const seconds = durationMs / 1000;
    this.#runs.at(controller, results[outcome]).value += 1;
    this.#runTime.at(controller)(seconds);
    this.#workTime.at(controller, controller)(seconds);
    switch (outcome) {
      case 'done':
      case 'requeueAfter':
      case 'aborted':
        return;
      case 'backoff':
        this.#retries.at(controller, controller).value += 1;
        return;
      case 'terminal':
        this.#errors.at(controller).value += 1;
        this.#terminal.at(controller).value += 1;
        return;
      case 'failed':
      case 'timedOut':
        this.#errors.at(controller).value += 1;
        if (isLastAttempt) this.#terminal.at(controller).value += 1;
        else this.#retries.at(controller, controller).value += 1;
        return;
      default:
        outcome satisfies never;
    }
  }
}
