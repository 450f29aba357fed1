// Where objects with something in common are found: by namespace, by declared labels, by functions. Knows objects by
// their slots only; which state a slot has is the arena's to say.

import { type EncodedObject, type KubeObject, SlotArray, SlotList } from '@kube-rx/core';
import { CacheFunctionError } from './shape.ts';
import type { ResolvedStoreOptions } from './store-options.ts';

/** The values of one object, an array for each declared index; made before the object is put in place. */
export type IndexValues = readonly (readonly string[])[];

const noValues: IndexValues = [];
const noSlots: ReadonlySet<number> = new Set();

type Index = Map<string, Set<number>>;

export class Indexes<K extends KubeObject> {
  readonly #options: ResolvedStoreOptions<K>;
  readonly #names: readonly string[];
  readonly #namespaces = new Map<string, SlotList>();
  readonly #inNamespace = new SlotArray();
  readonly #indexes: readonly Index[];
  // What each object stands under, as it cannot be asked any more when it is gone.
  readonly #values = new Map<number, IndexValues>();

  constructor(options: ResolvedStoreOptions<K>) {
    this.#options = options;
    this.#names = [
      ...options.labelIndexes.map(labelIndex),
      ...Object.keys(options.indexes).map(functionIndex),
    ];
    this.#indexes = this.#names.map(() => new Map());
  }

  /** What the object shall be found under. Decodes it where functions are declared. */
  valuesOf(encoded: EncodedObject<K>): IndexValues {
    if (this.#names.length === 0) return noValues;
    const { labelIndexes, indexes } = this.#options;
    const labels = labelIndexes.length > 0 ? encoded.labels : {};
    return [
      ...labelIndexes.map((label) => {
        const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
        return value === undefined ? [] : [value];
      }),
      ...Object.entries(indexes).map(([name, index]) => {
        try {
          return index(encoded.object).filter((value) => value !== undefined);
        } catch (cause) {
          this.#options.onError(new CacheFunctionError(`the index ${name}`, encoded.key, cause));
          return [];
        }
      }),
    ];
  }

  /** The object in the slot is now found under these values. */
  put(slot: number, values: IndexValues): void {
    if (values === noValues) return;
    const before = this.#values.get(slot);
    this.#values.set(slot, values);
    for (const [at, index] of this.#indexes.entries()) {
      const [was, is] = [before?.[at] ?? [], values[at] ?? []];
      if (was.length === is.length && was.every((value, place) => value === is[place])) continue;
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
    for (const [at, index] of this.#indexes.entries()) remove(index, slot, values?.[at] ?? []);
    this.#values.delete(slot);
  }

  inNamespace(namespace: string): SlotList | undefined {
    return this.#namespaces.get(namespace);
  }

  /** Undefined where there is no such index. */
  get(name: string, value: string): ReadonlySet<number> | undefined {
    return this.#find(functionIndex(name), value);
  }

  /** As `get`, of an index of labels. */
  withLabel(label: string, value: string): ReadonlySet<number> | undefined {
    return this.#find(labelIndex(label), value);
  }

  #find(name: string, value: string): ReadonlySet<number> | undefined {
    const at = this.#names.indexOf(name);
    return at === -1 ? undefined : (this.#indexes[at]?.get(value) ?? noSlots);
  }
}

function labelIndex(label: string): string {
  return `label ${label}`;
}

function functionIndex(name: string): string {
  return `function ${name}`;
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
    // Values come and go for ever, as pod template hashes do.
    if (slots?.size === 0) index.delete(value);
  }
}
