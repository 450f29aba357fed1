// Of every watcher of the process that begins while it is listened to.

import {
  type StoreMessage,
  storeChannel,
  type WatcherPhase,
  type WatchIdentity,
  type WatchMessage,
  watchChannel,
} from '@kube-rx/runtime';
import {
  audits,
  refusedDeletions,
  skippedObjects,
  watchers,
  watchFailures,
  watchInterruptions,
  watchRelists,
  watchRestarts,
} from './catalog.ts';
import type { LabelValues } from './label-values.ts';
import type { Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { NumberSeries } from './series.ts';

interface Watching {
  phase: WatcherPhase | undefined;
  /** Why it is not live any more. */
  reason: string | undefined;
}

export class WatchMetrics implements Part {
  readonly listeners: Part['listeners'] = {
    [watchChannel]: (message: unknown): void => this.#heard(message as WatchMessage),
    [storeChannel]: (message: unknown): void => this.#heardOfStore(message as StoreMessage),
  };
  readonly #values: LabelValues;
  readonly #interruptions: NumberSeries;
  readonly #restarts: NumberSeries;
  readonly #relists: NumberSeries;
  readonly #failures: NumberSeries;
  readonly #skipped: NumberSeries;
  readonly #refused: NumberSeries;
  readonly #audits: NumberSeries;
  // A watcher gives the same object with each message, until it has stopped.
  readonly #watching = new Map<WatchIdentity, Watching>();

  constructor({ values }: Pick<PartOptions, 'values'>) {
    this.#values = values;
    this.#interruptions = new NumberSeries(watchInterruptions, values);
    this.#restarts = new NumberSeries(watchRestarts, values);
    this.#relists = new NumberSeries(watchRelists, values);
    this.#failures = new NumberSeries(watchFailures, values);
    this.#skipped = new NumberSeries(skippedObjects, values);
    this.#refused = new NumberSeries(refusedDeletions, values);
    this.#audits = new NumberSeries(audits, values);
  }

  /** How many watchers are remembered. */
  get size(): number {
    return this.#watching.size;
  }

  *readings(): IterableIterator<Reading> {
    const phases = new NumberSeries(watchers, this.#values);
    for (const [{ resource }, { phase }] of this.#watching) if (phase) phases.at(resource, phase).value += 1;
    yield* phases.readings();
    const counted = [this.#interruptions, this.#restarts, this.#relists, this.#failures];
    for (const series of [...counted, this.#skipped, this.#refused, this.#audits]) yield* series.readings();
  }

  #heard(message: WatchMessage): void {
    const { watch } = message;
    const { resource } = watch;
    switch (message.type) {
      case 'interrupted': {
        const { verdict } = message.event;
        this.#interruptions.at(resource, verdict).value += 1;
        this.#of(watch).reason = verdict;
        return;
      }
      case 'skipped':
        this.#skipped.at(resource).value += 1;
        return;
      case 'failed':
        this.#failures.at(resource).value += 1;
        return;
      case 'phase':
        this.#entered(message);
        return;
      default:
        message satisfies never;
    }
  }

  #heardOfStore(message: StoreMessage): void {
    const { resource } = message.store;
    if (message.type === 'massDeletionRefused') this.#refused.at(resource).value += 1;
    else this.#audits.at(resource, message.result).value += 1;
  }

  #of(watch: WatchIdentity): Watching {
    const watching = this.#watching.get(watch) ?? { phase: undefined, reason: undefined };
    this.#watching.set(watch, watching);
    return watching;
  }

  #entered({ watch, status, previous }: WatchMessage & { readonly type: 'phase' }): void {
    const { phase, counters } = status;
    if (phase === 'stopped') {
      this.#watching.delete(watch);
      return;
    }
    const watching = this.#of(watch);
    watching.phase = phase;
    const before = previous?.counters ?? { watches: 0, relists: 0 };
    // The first watch of a watcher is no restart.
    const restarts = counters.watches - Math.max(1, before.watches);
    const relists = counters.relists - before.relists;
    const { reason = 'ended' } = watching;
    if (restarts > 0) this.#restarts.at(watch.resource, reason).value += restarts;
    if (relists > 0) this.#relists.at(watch.resource, reason).value += relists;
    if (phase === 'live') watching.reason = undefined;
  }
}
