// What watchers and stores tell observers, over node:diagnostics_channel. Without a subscriber it costs one look at a
// flag for each change of phase. Logs, metrics and traces stand on the other side of the channels.

import { channel } from 'node:diagnostics_channel';
import { type KubeObject, resourceName } from '@kube-rx/core';
import { type Doubt, WatchError } from '../watcher/classify.ts';
import type { InterruptedEvent, SkippedEvent } from '../watcher/event.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { WatcherStatus } from '../watcher/status.ts';

/** The channel of `WatchMessage`. */
export const watchChannel = 'kube-rx:watch';

/** The channel of `StoreMessage`. */
export const storeChannel = 'kube-rx:store';

/** Which watcher, or the store that it feeds. Absent members: none was given. */
export interface WatchIdentity {
  /** `name` of the watcher's options. */
  readonly name?: string;
  /** As `pods`, `deployments.apps`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/**
 * - `phase`: the watcher has entered another phase. `previous` is the status before; absent for the first one.
 * - `interrupted`: trouble, and when the next try is due.
 * - `skipped`: an object could not be decoded, and was left out.
 * - `failed`: over, because of `error`.
 */
export type WatchMessage =
  | {
      readonly type: 'phase';
      readonly watch: WatchIdentity;
      readonly status: WatcherStatus;
      readonly previous?: WatcherStatus | undefined;
    }
  | { readonly type: 'interrupted'; readonly watch: WatchIdentity; readonly event: InterruptedEvent }
  | { readonly type: 'skipped'; readonly watch: WatchIdentity; readonly event: SkippedEvent }
  | { readonly type: 'failed'; readonly watch: WatchIdentity; readonly error: Error };

/**
 * What an audit of a store found among so many `objects` of the server's.
 * - `agreed`: they are what the store holds.
 * - `drifted`: some are `missing` in the store, are `outdated` there, or it has a `leftover`, as under `key`. All is read anew.
 * - `failed`: the server could not be asked.
 */
export type AuditResult =
  | { readonly result: 'agreed'; readonly objects: number }
  | {
      readonly result: 'drifted';
      readonly objects: number;
      readonly missing: number;
      readonly outdated: number;
      readonly leftover: number;
      readonly key: string;
    }
  | { readonly result: 'failed'; readonly error: Error };

/**
 * - `massDeletionRefused`: a list without most of what the store holds is not believed before a second one agrees.
 * - `audited`: an audit of the store has ended.
 */
export type StoreMessage =
  | (Doubt & { readonly type: 'massDeletionRefused'; readonly store: WatchIdentity })
  | (AuditResult & { readonly type: 'audited'; readonly store: WatchIdentity });

/** Publishes what happens to one watcher. */
export class WatchPublisher {
  readonly #watches = channel(watchChannel);
  readonly #stores = channel(storeChannel);
  readonly #identify: () => WatchIdentity;
  #identity: WatchIdentity | undefined;
  #previous: WatcherStatus | undefined;

  /** `identify` is called when somebody listens. */
  constructor(identify: () => WatchIdentity) {
    this.#identify = identify;
  }

  /** To be told of every status; publishes those with another phase. */
  status(status: WatcherStatus): void {
    const previous = this.#previous;
    if (previous?.phase === status.phase) return;
    this.#previous = status;
    if (this.#watches.hasSubscribers) this.#publish({ type: 'phase', watch: this.#watch, status, previous });
  }

  interrupted(event: InterruptedEvent): void {
    if (this.#watches.hasSubscribers) this.#publish({ type: 'interrupted', watch: this.#watch, event });
    const doubt = event.error instanceof WatchError ? event.error.doubt : undefined;
    if (!doubt || !this.#stores.hasSubscribers) return;
    const message: StoreMessage = { type: 'massDeletionRefused', store: this.#watch, ...doubt };
    this.#stores.publish(message);
  }

  skipped(event: SkippedEvent): void {
    if (this.#watches.hasSubscribers) this.#publish({ type: 'skipped', watch: this.#watch, event });
  }

  failed(error: Error): void {
    if (this.#watches.hasSubscribers) this.#publish({ type: 'failed', watch: this.#watch, error });
  }

  get #watch(): WatchIdentity {
    this.#identity ??= this.#identify();
    return this.#identity;
  }

  #publish(message: WatchMessage): void {
    this.#watches.publish(message);
  }
}

export function watchIdentity<K extends KubeObject>(
  { resource, namespace }: ListWatch<K>,
  options: ResolvedWatcherOptions,
): WatchIdentity {
  const labelSelector = options.labelSelector.toString();
  const fieldSelector = options.fieldSelector.toString();
  return {
    ...(options.name !== undefined && { name: options.name }),
    resource: resourceName(resource),
    ...(namespace !== undefined && { namespace }),
    ...(labelSelector !== '' && { labelSelector }),
    ...(fieldSelector !== '' && { fieldSelector }),
  };
}
