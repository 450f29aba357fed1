// One object that is looked up, changed as often as one likes, and written once.

import {
  type Clock,
  InvalidRequestError,
  isAlreadyExists,
  isConflict,
  isNotFound,
  type KubeObject,
  objectKey,
  printable,
  type WriteParams,
} from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import {
  applyEdit,
  type EntryEdit,
  type EntryPlace,
  type EntryState,
  objectOf,
  replayEdits,
  stateOf,
} from './entry-state.ts';
import { type ModifyOptions, retryWhere } from './retry-on-conflict.ts';

type WriteOptions = WriteParams & RequestOptions;

/** How the object is read and written. */
export interface EntryAccess<K extends KubeObject> {
  readonly clock: Clock;
  readonly random: () => number;
  getOptional(options: RequestOptions): Promise<K | undefined>;
  create(object: K, options: WriteOptions): Promise<K>;
  replace(object: K, options: WriteOptions): Promise<K>;
}

/**
 * An object that may be there or not. `orInsert` and `modify` say what shall be, and write nothing; `commit` creates,
 * replaces or does nothing, whichever that takes. From `Api.entry`.
 *
 * Guarantees: the version that was read is the one that is replaced. Where somebody else was faster, the object is read
 * anew and the same edits are made on it, so an edit must be a function of its argument alone.
 *
 * @example
 * const entry = await Api.namespaced(client, ConfigMap, 'shop').entry('colours');
 * entry.orInsert(() => ({ metadata: { name: 'colours' } })).modify((config) => ({ ...config, data: { sky: 'blue' } }));
 * await entry.commit();
 */
export class Entry<K extends KubeObject> {
  readonly #access: EntryAccess<K>;
  readonly #place: EntryPlace;
  #edits: readonly EntryEdit<K>[] = [];
  #state: EntryState<K>;

  constructor(access: EntryAccess<K>, place: EntryPlace, stored: K | undefined) {
    this.#access = access;
    this.#place = place;
    this.#state = stateOf(stored);
  }

  /** As it shall be, with the edits so far; undefined where there is none. */
  get object(): K | undefined {
    return objectOf(this.#state);
  }

  /** Whether `commit` would write something. */
  get isDirty(): boolean {
    return this.#state.kind === 'new' || this.#state.kind === 'dirty';
  }

  /**
   * Where there is no object, the one of `object`.
   *
   * @throws InvalidRequestError for another name or namespace than the entry's.
   */
  orInsert(object: () => K): this {
    return this.#edit({ type: 'insert', object });
  }

  /**
   * Where there is an object, what `change` makes of it. It must not write to its argument, and may give it back for no
   * change.
   *
   * @throws InvalidRequestError for another name or namespace than the entry's.
   */
  modify(change: (object: K) => K): this {
    return this.#edit({ type: 'modify', change });
  }

  /**
   * Writes what shall be, and gives what is stored then. Where somebody else was faster it starts over, as
   * `retryOnConflict` does. A second commit without an edit writes nothing.
   *
   * @throws InvalidRequestError where there is no object and none was inserted.
   * @throws ApiError (`isConflict`) after the last attempt.
   */
  async commit(options: WriteParams & ModifyOptions = {}): Promise<K> {
    const { clock = this.#access.clock, random = this.#access.random } = options;
    let isFirst = true;
    const attempt = async (): Promise<K> => {
      if (!isFirst) this.#state = await this.#readAgain(options);
      isFirst = false;
      return this.#write(options);
    };
    const isOutdated = (error: unknown): boolean => this.#isOutdated(error);
    const stored = await retryWhere(isOutdated, attempt, { ...options, clock, random });
    if (options.dryRun) return stored;
    this.#edits = [];
    this.#state = stateOf(stored);
    return stored;
  }

  #edit(edit: EntryEdit<K>): this {
    this.#state = applyEdit(this.#state, edit, this.#place);
    this.#edits = [...this.#edits, edit];
    return this;
  }

  async #readAgain(options: RequestOptions): Promise<EntryState<K>> {
    const found = await this.#access.getOptional(options);
    return replayEdits(found, this.#edits, this.#place);
  }

  // A missing namespace is a 404 as well, of a creation.
  #isOutdated(error: unknown): boolean {
    return isConflict(error) || isAlreadyExists(error) || (this.#state.kind === 'dirty' && isNotFound(error));
  }

  async #write(options: WriteOptions): Promise<K> {
    const state = this.#state;
    switch (state.kind) {
      case 'vacant':
        throw new InvalidRequestError(
          `${this.#name} is not there, so its entry has nothing to write: give it one by orInsert`,
        );
      case 'clean':
        return state.stored;
      case 'new':
        return this.#access.create(state.object, options);
      case 'dirty': {
        const { resourceVersion } = state.stored.metadata;
        const metadata = {
          ...state.object.metadata,
          ...(resourceVersion !== undefined && { resourceVersion }),
        };
        return this.#access.replace({ ...state.object, metadata }, options);
      }
    }
  }

  get #name(): string {
    return printable(objectKey(this.#place.name, this.#place.namespace));
  }
}
