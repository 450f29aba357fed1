// Of leader election: who of the candidates of this process leads.

import {
  type ElectionCandidate,
  type ElectionMessage,
  electionChannel,
} from '../election/election-channel.ts';
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
  /** A candidate gives the same object with each message. */
  readonly #leading = new Set<ElectionCandidate>();

  constructor({ values }: Pick<PartOptions, 'values'>) {
    this.#status = new NumberSeries(masterStatus, values);
    this.#slowpaths = new NumberSeries(slowpaths, values);
  }

  *readings(): IterableIterator<Reading> {
    yield* this.#status.readings();
    yield* this.#slowpaths.readings();
  }

  #heard(message: ElectionMessage): void {
    const { candidate, type } = message;
    const { name } = candidate;
    // A candidate that has not led yet is told as well, by a 0.
    const status = this.#status.at(name);
    const slow = this.#slowpaths.at(name);
    switch (type) {
      case 'renewed':
        if (message.path === 'slow') slow.value += 1;
        // It may have begun to lead before anybody listened.
        this.#leading.add(candidate);
        break;
      case 'began':
        this.#leading.add(candidate);
        break;
      case 'ended':
        this.#leading.delete(candidate);
        break;
      case 'leader':
      case 'failed':
        return;
      default:
        message satisfies never;
    }
    // Of one name there may be others, in other namespaces or clusters.
    const leads = [...this.#leading].some((other) => other.name === name);
    status.value = leads ? 1 : 0;
  }
}
