// A Map for very many keys. A Map that is full moves all it holds to one of twice the size, which for half a million
// keys holds the event loop for a tenth of a second: this one goes on in many smaller ones.

// As many as move in about ten milliseconds.
const firstKeys = 65_536;
// Up to four million keys, none of them becomes larger than the first.
const shardCount = 64;

/** Keys come out in the order in which they went in, up to 65,536 of them; beyond, in no order. */
export class KeyMap<V extends object | true> {
  readonly #limit: number;
  readonly #first = new Map<string, V>();
  #shards: readonly Map<string, V>[] = [];
  #sharded = 0;

  /** `limit`: how many keys the first map takes. */
  constructor(limit: number = firstKeys) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#first.size + this.#sharded;
  }

  get(key: string): V | undefined {
    return this.#first.get(key) ?? this.#shardOf(key)?.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: V): void {
    const shard = this.#shardOf(key);
    if (shard?.has(key)) shard.set(key, value);
    else if (this.#first.size < this.#limit || this.#first.has(key)) this.#first.set(key, value);
    else this.#setSharded(key, value);
  }

  delete(key: string): boolean {
    if (this.#first.delete(key)) return true;
    if (!this.#shardOf(key)?.delete(key)) return false;
    this.#sharded -= 1;
    return true;
  }

  keys(): IterableIterator<string> {
    return this.#sharded === 0 ? this.#first.keys() : this.#each((map) => map.keys());
  }

  values(): IterableIterator<V> {
    return this.#sharded === 0 ? this.#first.values() : this.#each((map) => map.values());
  }

  entries(): IterableIterator<[string, V]> {
    return this.#sharded === 0 ? this.#first.entries() : this.#each((map) => map.entries());
  }

  [Symbol.iterator](): IterableIterator<[string, V]> {
    return this.entries();
  }

  #setSharded(key: string, value: V): void {
    if (this.#shards.length === 0) this.#shards = Array.from({ length: shardCount }, () => new Map());
    this.#shardOf(key)?.set(key, value);
    this.#sharded += 1;
  }

  // By the last letters of a name, in which names differ most. Where they do not, a shard grows large: no worse
  // than one map.
  #shardOf(key: string): Map<string, V> | undefined {
    if (this.#shards.length === 0) return undefined;
    const end = key.length;
    const hash = key.charCodeAt(end - 1) * 37 + key.charCodeAt(end - 2) * 5 + key.charCodeAt(end - 3);
    // Of a key shorter than that, the hash is no number, and the shard the first.
    return this.#shards[hash % shardCount || 0];
  }

  *#each<T>(iterate: (map: Map<string, V>) => Iterable<T>): Generator<T> {
    yield* iterate(this.#first);
    for (const shard of this.#shards) yield* iterate(shard);
  }
}
