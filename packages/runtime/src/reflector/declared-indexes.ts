// The indexes of a store, as its users declared them. More may be added while the store runs, and none is removed:
// an index keeps its place, which is also its place in every `IndexValues`.

import { type EncodedObject, InvalidRequestError, type KubeObject } from '@kube-rx/core';
import { CacheFunctionError } from './shape.ts';
import { type IndexFunction, type IndexOptions, requireLabelKeys } from './store-options.ts';

interface FunctionIndex<K extends KubeObject> {
  readonly name: string;
  readonly index: IndexFunction<K>;
}

type DeclaredIndex<K extends KubeObject> = FunctionIndex<K> | { readonly label: string };

export class DeclaredIndexes<K extends KubeObject> {
  readonly #indexes: DeclaredIndex<K>[] = [];
  readonly #onError: (error: Error) => void;

  constructor(options: IndexOptions<K> & { readonly onError: (error: Error) => void }) {
    this.#onError = options.onError;
    this.declare(options);
  }

  get size(): number {
    return this.#indexes.length;
  }

  /**
   * Adds what is not declared yet.
   *
   * @throws InvalidRequestError, and adds nothing, for a bad label or a name that is declared with another function.
   */
  declare({ labelIndexes = [], indexes = {} }: IndexOptions<K>): void {
    requireLabelKeys(labelIndexes);
    const functions = Object.entries(indexes);
    for (const [name, index] of functions)
      if (this.#indexes.some((known) => 'name' in known && known.name === name && known.index !== index))
        throw new InvalidRequestError(
          `store: the index ${JSON.stringify(name)} is declared already, with another function`,
        );
    for (const label of labelIndexes) if (this.findLabel(label) === -1) this.#indexes.push({ label });
    for (const [name, index] of functions) if (this.find(name) === -1) this.#indexes.push({ name, index });
  }

  /** The place of an index by a function; -1 where there is none. */
  find(name: string): number {
    return this.#indexes.findIndex((index) => 'name' in index && index.name === name);
  }

  /** As `find`, of an index of labels. */
  findLabel(label: string): number {
    return this.#indexes.findIndex((index) => 'label' in index && index.label === label);
  }

  /** The values of an object in the indexes from this place on. Decodes it where there are functions among them. */
  valuesFrom(first: number, encoded: EncodedObject<K>): (readonly string[])[] {
    let labels: Readonly<Record<string, string>> | undefined;
    return this.#indexes.slice(first).map((index) => {
      if ('name' in index) return this.#call(index, encoded);
      labels ??= encoded.labels;
      const value = Object.hasOwn(labels, index.label) ? labels[index.label] : undefined;
      return value === undefined ? [] : [value];
    });
  }

  #call({ name, index }: FunctionIndex<K>, encoded: EncodedObject<K>): readonly string[] {
    try {
      return index(encoded.object).filter((value) => value !== undefined);
    } catch (cause) {
      this.#onError(new CacheFunctionError(`the index ${name}`, encoded.key, cause));
      return [];
    }
  }
}
