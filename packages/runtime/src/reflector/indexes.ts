// Where objects with something in common are found: by namespace, by declared labels, by functions. Knows
// objects by their keys only; which state a key stands for is the store's to say.

import type { EncodedObject, KubeObject } from '@kube-rx/core';
import { CacheFunctionError } from './shape.ts';
import type { ResolvedStoreOptions } from './store-options.ts';

/** The values of one object, an array for each declared index; made before the object is put in place. */
export type IndexValues = readonly (readonly string[])[];

const noValues: IndexValues = [];
const noKeys: ReadonlySet<string> = new Set();

type Index = Map<string, Set<string>>;

export class Indexes<K extends KubeObject> {
  readonly #options: ResolvedStoreOptions<K>;
  readonly #names: readonly string[];
  readonly #namespaces: Index = new Map();
  readonly #indexes: readonly Index[];
  // What each object stands under, as it cannot be asked any more when it is gone.
  readonly #values = new Map<string, IndexValues>();

  constructor(options: ResolvedStoreOptions<K>) {
    this.#options = options;
    this.#names = [...options.labelIndexes.map(labelIndex), ...Object.keys(options.indexes)];
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

  put(encoded: EncodedObject<K>, values: IndexValues): void {
    const { key } = encoded;
    const before = this.#values.get(key);
    if (values !== noValues) this.#values.set(key, values);
    for (const [at, index] of this.#indexes.entries()) {
      remove(index, key, before?.[at] ?? []);
      add(index, key, values[at] ?? []);
    }
  }

  /** As `put`, for an object that the store did not have. */
  add(encoded: EncodedObject<K>, values: IndexValues): void {
    add(this.#namespaces, encoded.key, [encoded.namespace]);
    this.put(encoded, values);
  }

  delete(encoded: EncodedObject<K>): void {
    const { key } = encoded;
    remove(this.#namespaces, key, [encoded.namespace]);
    const before = this.#values.get(key);
    for (const [at, index] of this.#indexes.entries()) remove(index, key, before?.[at] ?? []);
    this.#values.delete(key);
  }

  inNamespace(namespace: string): ReadonlySet<string> {
    return this.#namespaces.get(namespace) ?? noKeys;
  }

  /** Undefined where there is no such index. */
  get(name: string, value: string): ReadonlySet<string> | undefined {
    const at = this.#names.indexOf(name);
    return at === -1 ? undefined : (this.#indexes[at]?.get(value) ?? noKeys);
  }

  withLabel(label: string, value: string): ReadonlySet<string> | undefined {
    return this.#options.labelIndexes.includes(label) ? this.get(labelIndex(label), value) : undefined;
  }
}

// No name of a function index can be taken for one of these: a space is in no label.
function labelIndex(label: string): string {
  return `label ${label}`;
}

function add(index: Index, key: string, values: readonly string[]): void {
  for (const value of values) {
    const keys = index.get(value);
    if (keys) keys.add(key);
    else index.set(value, new Set([key]));
  }
}

function remove(index: Index, key: string, values: readonly string[]): void {
  for (const value of values) {
    const keys = index.get(value);
    keys?.delete(key);
    // Values come and go for ever, as pod template hashes do.
    if (keys?.size === 0) index.delete(value);
  }
}
