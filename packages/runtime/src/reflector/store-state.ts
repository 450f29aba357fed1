// What the writer keeps and the store shows.

import { type EncodedObject, type KubeObject, LabelSelector } from '@kube-rx/core';
import type { Change } from './change.ts';
import { Indexes } from './indexes.ts';
import { KeyMap } from './key-map.ts';
import type { ResolvedStoreOptions } from './store-options.ts';
import { VersionWaiters } from './version-waiters.ts';

/** Changes that took effect together, in order. It may be gone through more than once, and later. */
export type ChangeBatch<K extends KubeObject> = Iterable<Change<K>>;

export type BatchListener<K extends KubeObject> = (batch: ChangeBatch<K>) => void;

/** The objects and where to find them; replaced as a whole by the first list. */
export class Contents<K extends KubeObject> {
  readonly objects: KeyMap<EncodedObject<K>> = new KeyMap();
  readonly indexes: Indexes<K>;

  constructor(options: ResolvedStoreOptions<K>) {
    this.indexes = new Indexes(options);
  }

  /** A superset of the keys of what the selector and the namespace admit, the smallest at hand. */
  candidates(namespace: string | undefined, labels: LabelSelector | undefined): Iterable<string> {
    let best: ReadonlySet<string> | undefined;
    const consider = (keys: ReadonlySet<string> | undefined): void => {
      if (keys && (!best || keys.size < best.size)) best = keys;
    };
    if (namespace !== undefined) consider(this.indexes.inNamespace(namespace));
    for (const { key, operator, values } of labels?.requirements ?? []) {
      if (operator !== 'In') continue;
      const sets = values.map((value) => this.indexes.withLabel(key, value));
      if (sets.length === 1) consider(sets[0]);
      else if (sets.every((set) => set !== undefined)) consider(union(sets));
    }
    return best ?? this.objects.keys();
  }
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const set of sets) for (const key of set) all.add(key);
  return all;
}

export class StoreState<K extends KubeObject> {
  readonly options: ResolvedStoreOptions<K>;
  contents: Contents<K>;
  readonly listeners: Set<BatchListener<K>> = new Set();
  readonly waiters: VersionWaiters = new VersionWaiters();
  readonly whenReady: Promise<unknown>;
  /** Keys whose newest state could not be taken in: the store has the last good one. */
  readonly stale: Set<string> = new Set();
  readonly becomeReady: () => void;

  constructor(options: ResolvedStoreOptions<K>) {
    this.options = options;
    this.contents = new Contents(options);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.whenReady = promise;
    this.becomeReady = () => resolve(undefined);
  }
}
