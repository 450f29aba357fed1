// Of leader election.

import { masterStatus, slowpaths } from './catalog.ts';
import type { Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { NumberSeries } from './series.ts';

export class ElectionMetrics implements Part {
  readonly listeners: Part['listeners'] = {};
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
}
