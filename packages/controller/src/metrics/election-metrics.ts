// Of leader election: who of the candidates of this process leads.

import { type ElectionMessage, electionChannel } from '../election/election-channel.ts';
import { masterStatus, slowpaths } from './catalog.ts';
import type { Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { NumberSeries } from './series.ts';

export class ElectionMetrics implements Part {
  readonly listeners: Part['listeners'] = {
    [electionChannel]: (message: unknown): void => this.#heard(message as ElectionMessage),
  };
  readonly #status: NumberSeries;
  readonly #slowpaths: NumberSeries;

  constructor({ values }: Pick<PartOptions, 'values'>) {
    this.#status = new NumberSeries(masterStatus, values);
    this.#slowpaths = new NumberSeries(slowpaths, values);
  }

  *readings(): IterableIterator<Reading> {
    yield* this.#status.readings();
    yield* this.#slowpaths.readings();
  }

  #heard(message: ElectionMessage): void {
    const { name } = message.candidate;
    // A candidate that has not led yet is told as well, by a 0.
    const status = this.#status.at(name);
    const slow = this.#slowpaths.at(name);
    switch (message.type) {
      case 'began':
        status.value = 1;
        return;
      case 'ended':
        status.value = 0;
        return;
      case 'renewed':
        if (message.path === 'slow') slow.value += 1;
        return;
      case 'leader':
      case 'failed':
        return;
      default:
        message satisfies never;
    }
  }
}
