// Who waits for changes of which objects of a store. The store has one listener for all of them: while a cache is late,
// thousands of keys may wait, and each batch of changes is looked through once.

type ChangedObjects = Iterable<{ readonly key: string }>;

/** As much of a store as is needed here. */
export interface ChangingStore {
  observeBatches(listener: (batch: ChangedObjects) => void): () => void;
}

/** One that waits. */
export interface ObjectWait {
  /** The keys of its objects. */
  readonly keys: ReadonlySet<string>;
  /** Whether a change of any object counts. */
  isForAny: boolean;
  /** A change that counts has come. Must not throw. */
  readonly onChange: () => void;
}

export class AwaitedObjects {
  readonly #store: ChangingStore;
  readonly #waits = new Set<ObjectWait>();
  readonly #byKey = new Map<string, Set<ObjectWait>>();
  #stop: (() => void) | undefined;

  constructor(store: ChangingStore) {
    this.#store = store;
  }

  /** Until the returned function is called. */
  add(wait: ObjectWait): () => void {
    this.#waits.add(wait);
    for (const key of wait.keys) {
      const waits = this.#byKey.get(key);
      if (waits) waits.add(wait);
      else this.#byKey.set(key, new Set([wait]));
    }
    this.#stop ??= this.#store.observeBatches((batch) => this.#tell(batch));
    return () => this.#remove(wait);
  }

  #remove(wait: ObjectWait): void {
    this.#waits.delete(wait);
    for (const key of wait.keys) {
      const waits = this.#byKey.get(key);
      waits?.delete(wait);
      if (waits?.size === 0) this.#byKey.delete(key);
    }
    if (this.#waits.size > 0) return;
    this.#stop?.();
    this.#stop = undefined;
  }

  #tell(batch: ChangedObjects): void {
    const told = new Set<ObjectWait>();
    for (const { key } of batch) for (const wait of this.#byKey.get(key) ?? []) told.add(wait);
    for (const wait of this.#waits) if (wait.isForAny) told.add(wait);
    // One that is told may end others.
    for (const wait of told) if (this.#waits.has(wait)) wait.onChange();
  }
}
