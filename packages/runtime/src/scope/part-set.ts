// The watches that feed one store: namespaces join and leave while it runs.

import { InvalidRequestError, type KubeObject } from '@kube-rx/core';
import type { StoreState } from '../reflector/store-state.ts';
import { VersionWaiters } from '../reflector/version-waiters.ts';
import { StoreWriter } from '../reflector/writer.ts';
import type { InterruptedEvent } from '../watcher/event.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { ListWatch } from '../watcher/source.ts';
import type { WatcherStatus } from '../watcher/status.ts';
import type { JoinedVersions } from './joined-versions.ts';
import { Part } from './part.ts';

/** Stands for all namespaces, by one watch. */
export const everywhere = '';

export interface PartSetOptions<K extends KubeObject> {
  readonly source: ListWatch<K>;
  readonly state: StoreState<K>;
  readonly versions: JoinedVersions;
  readonly options: ResolvedWatcherOptions;
  readonly auditMs: number;
  /** Trouble of the watch of a namespace. */
  readonly onInterrupted: (namespace: string, event: InterruptedEvent) => void;
  readonly onStatus: () => void;
  readonly error: (error: Error) => void;
  readonly complete: () => void;
}

export class PartSet<K extends KubeObject> {
  readonly #options: PartSetOptions<K>;
  readonly #parts = new Map<string, Part<K>>();
  #isClosed = false;

  constructor(options: PartSetOptions<K>) {
    this.#options = options;
  }

  get namespaces(): readonly string[] {
    return [...this.#parts.keys()];
  }

  get statuses(): ReadonlyMap<string, WatcherStatus> {
    return new Map(Array.from(this.#parts, ([namespace, { status }]) => [namespace, status]));
  }

  has(namespace: string): boolean {
    return this.#parts.has(namespace);
  }

  /** @throws InvalidRequestError for what is no namespace. */
  join(namespace: string): void {
    if (this.#isClosed || this.#parts.has(namespace)) return;
    const { source, state, options, auditMs, versions, onInterrupted, onStatus, error, complete } =
      this.#options;
    const isAll = namespace === everywhere;
    const part = new Part(isAll ? source : sourceIn(source, namespace), {
      state,
      options: { ...options, onStatus },
      auditMs,
      namespace: isAll ? undefined : namespace,
      versions: versions.join(namespace),
      onSynced: () => this.settle(),
      onInterrupted: (event) => onInterrupted(namespace, event),
      error,
      complete,
    });
    this.#parts.set(namespace, part);
    part.start();
  }

  /** Its objects leave the store. */
  leave(namespace: string): void {
    const part = this.#parts.get(namespace);
    this.#parts.delete(namespace);
    this.#options.versions.leave(namespace);
    part?.leave();
  }

  /** Its objects stay, for another watch to go on with. */
  release(namespace: string): void {
    const part = this.#parts.get(namespace);
    this.#parts.delete(namespace);
    this.#options.versions.leave(namespace);
    part?.close();
  }

  /** What no watch is of leaves the store. */
  dropOthers(): void {
    const { arena, contents } = this.#options.state;
    const others = new Set<string>();
    for (const slot of contents.keys.slots()) others.add(arena.at(slot).namespace);
    for (const namespace of others) if (!this.#parts.has(namespace)) this.drop(namespace);
  }

  /** The objects of a namespace that no watch is of leave the store. */
  drop(namespace: string): void {
    const { state } = this.#options;
    const options = { namespace, versions: new VersionWaiters(), onSynced: () => undefined };
    new StoreWriter<K>(state, options).leave();
  }

  /** To be called when a namespace was listed, or when others are known to be all there are. */
  settle(): void {
    const { state, versions } = this.#options;
    if (this.#isClosed || versions.isReady || !versions.becomeReady()) return;
    state.ready.resolve();
    // Who waits for an object that may never come learns that it is not there.
    state.tell([]);
  }

  close(): void {
    this.#isClosed = true;
    for (const part of this.#parts.values()) part.close();
  }
}

function sourceIn<K extends KubeObject>(source: ListWatch<K>, namespace: string): ListWatch<K> {
  const found = source.inNamespace?.(namespace);
  if (found) return found;
  throw new InvalidRequestError(`there is no source for the namespace ${JSON.stringify(namespace)} alone`);
}
