// Of the runs of controllers, as they begin and end.

import { type RunEnding, type RunMessage, runChannel } from '../controller/run-channel.ts';
import { queueRetries, queueTime, runErrors, runs, runTime, terminalErrors, workTime } from './catalog.ts';
import type { Instruments, Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { type Figure, NumberSeries } from './series.ts';

const results: Readonly<Record<RunEnding, string>> = {
  done: 'success',
  requeueAfter: 'requeue_after',
  backoff: 'requeue',
  terminal: 'error',
  failed: 'error',
  timedOut: 'error',
  aborted: 'aborted',
};

/** Of one controller, found by one look: it is asked for at each run. */
interface Figures {
  readonly results: Readonly<Record<RunEnding, Figure>>;
  readonly errors: Figure;
  readonly terminal: Figure;
  readonly retries: Figure;
  readonly runTime: (seconds: number) => void;
  readonly workTime: (seconds: number) => void;
  readonly queueTime: (seconds: number) => void;
}

export class RunMetrics implements Part {
  readonly listeners: Part['listeners'] = {
    [runChannel]: (message: unknown): void => this.#heard(message as RunMessage),
  };
  readonly #runs: NumberSeries;
  readonly #errors: NumberSeries;
  readonly #terminal: NumberSeries;
  readonly #retries: NumberSeries;
  readonly #figures: ReadonlyMap<string, Figures>;

  constructor({ names, values, instruments }: PartOptions) {
    this.#runs = new NumberSeries(runs, values);
    this.#errors = new NumberSeries(runErrors, values);
    this.#terminal = new NumberSeries(terminalErrors, values);
    this.#retries = new NumberSeries(queueRetries, values);
    this.#figures = new Map(
      Array.from(names, (name) => {
        const controller = values.of('controller', name);
        return [name, this.#figuresOf(controller, instruments)];
      }),
    );
  }

  *readings(): IterableIterator<Reading> {
    for (const series of [this.#runs, this.#errors, this.#terminal, this.#retries]) yield* series.readings();
  }

  #figuresOf(controller: string, instruments: Instruments): Figures {
    const queue = { name: controller, controller };
    const result = (ending: RunEnding): Figure => this.#runs.at(controller, results[ending]);
    return {
      results: {
        done: result('done'),
        requeueAfter: result('requeueAfter'),
        backoff: result('backoff'),
        terminal: result('terminal'),
        failed: result('failed'),
        timedOut: result('timedOut'),
        aborted: result('aborted'),
      },
      errors: this.#errors.at(controller),
      terminal: this.#terminal.at(controller),
      retries: this.#retries.at(controller, controller),
      runTime: instruments.histogram(runTime, { controller }),
      workTime: instruments.histogram(workTime, queue),
      queueTime: instruments.histogram(queueTime, queue),
    };
  }

  #heard(message: RunMessage): void {
    const { controller, waitedMs, isLastAttempt } = message.run;
    const figures = this.#figures.get(controller);
    if (!figures) return;
    if (message.type === 'began') {
      figures.queueTime(waitedMs / 1000);
      return;
    }
    const { outcome, durationMs } = message;
    figures.results[outcome].value += 1;
    figures.runTime(durationMs / 1000);
    figures.workTime(durationMs / 1000);
    switch (outcome) {
      case 'done':
      case 'requeueAfter':
      case 'aborted':
        return;
      case 'backoff':
        figures.retries.value += 1;
        return;
      case 'terminal':
        figures.errors.value += 1;
        figures.terminal.value += 1;
        return;
      case 'failed':
      case 'timedOut':
        figures.errors.value += 1;
        if (isLastAttempt) figures.terminal.value += 1;
        else figures.retries.value += 1;
        return;
      default:
        outcome satisfies never;
    }
  }
}
