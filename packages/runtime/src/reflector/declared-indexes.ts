// The indexes of a store, as its users declared them. More may be added while the store runs, and none is removed:
// an index keeps its place, which is also its place in every `IndexValues`.

import { type EncodedObject, isLabelKey, type KubeObject } from '@kube-rx/core';
import { CacheFunctionError } from './shape.ts';
import { type IndexFunction, type IndexOptions, refuse } from './store-options.ts';

/** `controller`: by the uid of the controller. */
export type IndexKind = 'label' | 'function' | 'controller';

interface DeclaredIndex<K extends KubeObject> {
  readonly kind: IndexKind;
  /** The label, or what the function is called; `''` for the only one of its kind. */
  readonly name: string;
  readonly index?: IndexFunction<K>;
}

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
  declare({ labelIndexes = [], indexes = {}, controllerIndex = false }: IndexOptions<K>): void {
    for (const label of labelIndexes)
      if (!isLabelKey(label)) refuse(`labelIndexes: ${JSON.stringify(label)} is no label key`);
    const functions = Object.entries(indexes);
    for (const [name, index] of functions)
      if ((this.#indexes[this.find('function', name)]?.index ?? index) !== index)
        refuse(`the index ${JSON.stringify(name)} is declared already, with another function`);
    for (const name of labelIndexes) this.#add({ kind: 'label', name });
    for (const [name, index] of functions) this.#add({ kind: 'function', name, index });
    if (controllerIndex) this.#add({ kind: 'controller', name: '' });
  }

  /** The place of an index; -1 where there is none. */
  find(kind: IndexKind, name: string): number {
    return this.#indexes.findIndex((index) => index.kind === kind && index.name === name);
  }

  /** The values of an object in the indexes from this place on. Decodes it where there are functions among them. */
  valuesFrom(first: number, encoded: EncodedObject<K>): (readonly string[])[] {
    let labels: Readonly<Record<string, string>> | undefined;
    return this.#indexes.slice(first).map(({ kind, name, index }) => {
      if (index) return this.#call(name, index, encoded);
      if (kind === 'controller') return controllerUid(encoded);
      labels ??= encoded.labels;
      const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
      return value === undefined ? [] : [value];
    });
  }

  #add(index: DeclaredIndex<K>): void {
    if (this.find(index.kind, index.name) === -1) this.#indexes.push(index);
  }

  #call(name: string, index: IndexFunction<K>, encoded: EncodedObject<K>): readonly string[] {
    try {
      return index(encoded.object).filter((value) => value !== undefined);
    } catch (cause) {
      this.#onError(new CacheFunctionError(`the index ${name}`, encoded.key, cause));
      return [];
    }
  }
}

function controllerUid<K extends KubeObject>({ controller }: EncodedObject<K>): readonly string[] {
  const uid: unknown = controller?.uid;
  return typeof uid === 'string' ? [uid] : [];
}
