// What is known of an object, what shall become of it, and which write that takes. Pure.

import { InvalidRequestError, type KubeObject, mergeDifference, objectKey, printable } from '@kube-rx/core';

/**
 * - `vacant`: there is no such object, and none shall be. An insertion makes it `new`.
 * - `new`: there is none, and there shall be. Its commit creates.
 * - `clean`: it is as it shall be. Its commit writes nothing.
 * - `dirty`: it shall be another. Its commit replaces it, at the version that was read.
 */
export type EntryState<K extends KubeObject> =
  | { readonly kind: 'vacant' }
  | { readonly kind: 'new'; readonly object: K }
  | { readonly kind: 'clean'; readonly stored: K }
  | { readonly kind: 'dirty'; readonly stored: K; readonly object: K };

/** What the caller wants. It is done again where the object turns out to be another. */
export type EntryEdit<K extends KubeObject> =
  // As methods, so that an entry of a Pod is one of an object.
  { readonly type: 'insert'; object(): K } | { readonly type: 'modify'; change(object: K): K };

/** Which object an entry is of. */
export interface EntryPlace {
  readonly name: string;
  /** Undefined for a cluster-scoped object. */
  readonly namespace: string | undefined;
}

/** The state after a read, or after a write that was answered by `stored`. */
export function stateOf<K extends KubeObject>(stored: K | undefined): EntryState<K> {
  return stored === undefined ? { kind: 'vacant' } : { kind: 'clean', stored };
}

/** The object as it shall be; undefined where none shall be. */
export function objectOf<K extends KubeObject>(state: EntryState<K>): K | undefined {
  switch (state.kind) {
    case 'vacant':
      return undefined;
    case 'clean':
      return state.stored;
    case 'new':
    case 'dirty':
      return state.object;
  }
}

/**
 * The state after an edit. An insertion does nothing where there is an object, and a modification nothing where there
 * is none.
 *
 * @throws InvalidRequestError where an edit gives no object, or one of another name.
 */
export function applyEdit<K extends KubeObject>(
  state: EntryState<K>,
  edit: EntryEdit<K>,
  place: EntryPlace,
): EntryState<K> {
  const object = objectOf(state);
  if (edit.type === 'insert')
    return object === undefined ? { kind: 'new', object: placed(edit.object(), place) } : state;
  if (object === undefined) return state;
  const changed = edit.change(object);
  if (changed === object) return state;
  const next = placed(changed, place);
  if (state.kind === 'vacant' || state.kind === 'new') return { kind: 'new', object: next };
  const { stored } = state;
  return mergeDifference(stored, next) === undefined
    ? { kind: 'clean', stored }
    : { kind: 'dirty', stored, object: next };
}

/** All edits again, on what was found meanwhile. */
export function replayEdits<K extends KubeObject>(
  stored: K | undefined,
  edits: readonly EntryEdit<K>[],
  place: EntryPlace,
): EntryState<K> {
  return edits.reduce((state, edit) => applyEdit(state, edit, place), stateOf(stored));
}

/** The object itself, once it is sure that it may stand in the entry's place. */
function placed<K extends KubeObject>(object: K, { name, namespace }: EntryPlace): K {
  const what = `the entry of ${printable(objectKey(name, namespace))}`;
  // Who writes to the argument and returns nothing would otherwise learn nothing of it.
  const given: unknown = object;
  if (typeof given !== 'object' || given === null)
    throw new InvalidRequestError(
      `${what}: an edit gave ${given === null ? 'null' : typeof given} back: it must give the object that shall be`,
    );
  const { metadata } = object;
  if (metadata.name !== name)
    throw new InvalidRequestError(`${what} cannot become one of the name ${JSON.stringify(metadata.name)}`);
  if (metadata.namespace !== undefined && metadata.namespace !== namespace)
    throw new InvalidRequestError(
      `${what} cannot become one of the namespace ${JSON.stringify(metadata.namespace)}`,
    );
  return object;
}
