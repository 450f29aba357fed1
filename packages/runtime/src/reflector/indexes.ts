// Finds objects that have something in common: by namespace, by declared labels, by functions. Knows an object by
// its slot only; the arena knows which state of it is there.

import type { EncodedObject, KubeObject } from '@kube-rx/core';
import { type ObjectArena, SlotArray, SlotList } from '@kube-rx/core/encoding';
import type { DeclaredIndexes, IndexKind } from './declared-indexes.ts';

/** The values of one object, an array for each declared index; made before the object is put in place. */
export type IndexValues = readonly (readonly string[])[];

const noValues: IndexValues = [];
const noSlots: ReadonlySet<number> = new Set();

type Index = Map<string, Set<number>>;

export class Indexes<K extends KubeObject> {
  readonly #declared: DeclaredIndexes<K>;
  readonly #namespaces = new Map<string, SlotList>();
  readonly #inNamespace = new SlotArray();
  readonly #indexes: Index[] = [];
  // The values of each object, to remove it by: when it is deleted, its bytes may be gone.
  readonly #values = new Map<number, IndexValues>();
  // How many of the declared indexes are complete.
  #built: number;

  constructor(declared: DeclaredIndexes<K>) {
    this.#declared = declared;
    this.#built = declared.size;
  }

  /** The values of the object in every declared index. `known` values are kept. Decodes the object for functions. */
  valuesOf(encoded: EncodedObject<K>, known: IndexValues = noValues): IndexValues {
    if (known.length === this.#declared.size) return known;
    return [...known, ...this.#declared.valuesFrom(known.length, encoded)];
  }

  /** Builds the indexes that were declared since. `slots` are all objects. */
  build(slots: Iterable<number>, arena: ObjectArena<K>): void {
    if (this.#built === this.#declared.size) return;
    for (const slot of slots) {
      this.put(slot, this.valuesOf(arena.at(slot), this.#values.get(slot)));
      // Nobody else asked for it: evict it from the decoded cache.
      arena.forget(slot);
    }
    this.#built = this.#declared.size;
  }

  /** Puts the object of the slot under these values, and under no others. */
  put(slot: number, values: IndexValues): void {
    if (values.length === 0) return;
    const before = this.#values.get(slot);
    this.#values.set(slot, values);
    for (const [at, is] of values.entries()) {
      const was = before?.[at] ?? [];
      if (was.length === is.length && was.every((value, place) => value === is[place])) continue;
      const index = (this.#indexes[at] ??= new Map());
      remove(index, slot, was);
      add(index, slot, is);
    }
  }

  /** As `put`, for an object that the store did not have. */
  add(slot: number, namespace: string, values: IndexValues): void {
    let slots = this.#namespaces.get(namespace);
    if (!slots) this.#namespaces.set(namespace, (slots = new SlotList(this.#inNamespace)));
    slots.add(slot);
    this.put(slot, values);
  }

  delete(slot: number, namespace: string): void {
    const slots = this.#namespaces.get(namespace);
    slots?.delete(slot);
    if (slots?.length === 0) this.#namespaces.delete(namespace);
    const values = this.#values.get(slot);
    for (const [at, was] of (values ?? noValues).entries()) {
      const index = this.#indexes[at];
      if (index) remove(index, slot, was);
    }
    this.#values.delete(slot);
  }

  inNamespace(namespace: string): SlotList | undefined {
    return this.#namespaces.get(namespace);
  }

  /** Undefined where there is no such index. */
  get(kind: IndexKind, name: string, value: string): ReadonlySet<number> | undefined {
    const at = this.#declared.find(kind, name);
    return at === -1 ? undefined : (this.#indexes[at]?.get(value) ?? noSlots);
  }
}

function add(index: Index, slot: number, values: readonly string[]): void {
  for (const value of values) {
    const slots = index.get(value);
    if (slots) slots.add(slot);
    else index.set(value, new Set([slot]));
  }
}

function remove(index: Index, slot: number, values: readonly string[]): void {
  for (const value of values) {
    const slots = index.get(value);
    slots?.delete(slot);
    // New values keep coming (pod template hashes), so empty sets would pile up.
    if (slots?.size === 0) index.delete(value);
  }
}
