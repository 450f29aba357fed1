// The view of a driver's watcher, as one of those that share a server's history: its version, and a small list that asks
// the server for its own.

import type { Clock, KubeObject } from '@kube-rx/core';
import type { WatcherMachine } from './machine.ts';
import type { NewHistory, Report } from './message.ts';
import { decodeOptions, type Reading, representationOf } from './request-reader.ts';
import { databaseOf } from './server-version.ts';
import type { HistoryView } from './shared-history.ts';
import type { OpenOptions } from './source.ts';

// A small list that takes longer is asked for again, by somebody else where there is one.
const answerMs = 5000;

/** What it needs of a driver. */
export interface Viewing<K extends KubeObject> extends Reading<K> {
  readonly machine: Pick<WatcherMachine<K>, 'effectId' | 'historyVersion'> & Reading<K>['machine'];
}

export class DriverView<K extends KubeObject> implements HistoryView {
  readonly #viewing: Viewing<K>;
  readonly database: string;

  constructor(viewing: Viewing<K>) {
    this.#viewing = viewing;
    this.database = databaseOf(viewing.source.resource);
  }

  get clock(): Clock {
    return this.#viewing.options.clock;
  }

  get random(): () => number {
    return this.#viewing.options.random;
  }

  get version(): string | undefined {
    return this.#viewing.machine.historyVersion;
  }

  async askVersion({ connection, signal }: Pick<OpenOptions, 'connection' | 'signal'>): Promise<string> {
    const { source, options } = this.#viewing;
    const { labelSelector, fieldSelector } = options;
    const late = new AbortController();
    const timer = this.clock.schedule(answerMs, () =>
      late.abort(new DOMException('a small list was not answered', 'TimeoutError')),
    );
    try {
      const body = await source.openList({
        labelSelector,
        fieldSelector,
        limit: 1,
        ...representationOf(options),
        connection,
        signal: AbortSignal.any([signal, late.signal]),
      });
      const decoder = source.codec.createListDecoder<K>({
        ...decodeOptions(this.#viewing),
        onUndecodable: () => undefined,
      });
      for await (const chunk of body) decoder.push(chunk);
      return decoder.end().resourceVersion;
    } finally {
      timer.cancel();
    }
  }

  keepHistory(since: number): void {
    this.#report({ type: 'historyKept', since });
  }

  replaceHistory(history: NewHistory): void {
    this.#report({ type: 'historyReplaced', ...history });
  }

  #report(report: Report<K>): void {
    this.#viewing.report(report, this.#viewing.machine.effectId);
  }
}
