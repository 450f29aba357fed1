// Of the calls of every client of the process.

import { type RequestMessage, requestChannel } from '@kube-rx/client';
import { requests, requestTime } from './catalog.ts';
import type { Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { NumberSeries, Series } from './series.ts';

export class RequestMetrics implements Part {
  readonly listeners: Part['listeners'] = {
    [requestChannel]: (message: unknown): void => this.#heard(message as RequestMessage),
  };
  readonly #requests: NumberSeries;
  readonly #time: Series<(seconds: number) => void>;

  constructor({ values, instruments }: Omit<PartOptions, 'names'>) {
    this.#requests = new NumberSeries(requests, values);
    this.#time = new Series(requestTime, values, (labels) => instruments.histogram(requestTime, labels));
  }

  readings(): Iterable<Reading> {
    return this.#requests.readings();
  }

  #heard({ method, host = '', status, durationMs }: RequestMessage): void {
    // As client-go calls it.
    const code = status === undefined ? '<error>' : String(status);
    this.#requests.at(code, method, host).value += 1;
    this.#time.at(method, host)(durationMs / 1000);
  }
}
