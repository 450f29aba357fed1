// One watch of several that feed a store: of one namespace, or of all.

import type { KubeObject } from '@kube-rx/core';
import type { StoreState } from '../reflector/store-state.ts';
import type { VersionWaiters } from '../reflector/version-waiters.ts';
import { StoreWriter } from '../reflector/writer.ts';
import { WatcherDriver, type WatcherSink } from '../watcher/driver.ts';
import type { InterruptedEvent } from '../watcher/event.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { WatcherStatus } from '../watcher/status.ts';

export interface PartOptions<K extends KubeObject> extends Pick<WatcherSink<K>, 'error' | 'complete'> {
  readonly state: StoreState<K>;
  readonly options: ResolvedWatcherOptions;
  readonly namespace: string | undefined;
  readonly versions: VersionWaiters;
  readonly onSynced: () => void;
  readonly onInterrupted: (event: InterruptedEvent) => void;
}

export class Part<K extends KubeObject> {
  readonly #driver: WatcherDriver<K>;
  readonly #writer: StoreWriter<K>;

  constructor(source: ListWatch<K>, part: PartOptions<K>) {
    const { state, options, namespace, versions, onSynced, onInterrupted, error, complete } = part;
    const writer = new StoreWriter<K>(state, { namespace, versions, onSynced });
    this.#writer = writer;
    this.#driver = new WatcherDriver<K>(source, options, {
      next: (event) => {
        writer.apply(event);
        if (event.type === 'Interrupted') onInterrupted(event);
      },
      borrows: true,
      error,
      complete,
    });
  }

  get status(): WatcherStatus {
    return this.#driver.status;
  }

  start(): void {
    this.#driver.start();
  }

  /** What it brought stays in the store. */
  stop(): void {
    this.#driver.close();
    this.#writer.stop();
  }

  /** What it brought leaves the store. */
  leave(): void {
    this.stop();
    this.#writer.leave();
  }
}
