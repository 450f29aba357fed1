// Which changes of a source matter.

import type { KubeObject } from '@kube-rx/core';
import type { Change, Predicate } from '@kube-rx/runtime';
import { finalizersOf } from '../finalizer/finalizer-step.ts';

/**
 * A change as predicates and mappers see it. `old` of a deletion is the last state of the object. Each state is decoded
 * when it is first read.
 */
export type SourceChange<K extends KubeObject = KubeObject> =
  | { readonly type: 'added'; readonly old?: undefined; readonly new: K }
  | { readonly type: 'updated'; readonly old: K; readonly new: K }
  | { readonly type: 'deleted'; readonly old: K; readonly new?: undefined };

/** Whether a change leads to a run. It is told in the log what a predicate throws, and the change passes then. */
export type ChangePredicate<K extends KubeObject = KubeObject> = (change: SourceChange<K>) => boolean;

/**
 * Makes and joins predicates of changes. `changed` takes those of `predicates`, and your own functions of an object.
 *
 * @example
 * const { changed, anyOf, allOf } = ChangePredicate;
 * const predicate = anyOf(changed(predicates.generation), changed(predicates.labels));
 */
export const ChangePredicate: {
  /**
   * Additions, deletions, and updates in which the value differs or cannot be judged. Whatever the value, the beginning of
   * a deletion passes, and so does a change of the finalizers of what is being deleted: no generation tells of these.
   */
  readonly changed: <K extends KubeObject>(value: Predicate<K>) => ChangePredicate<K>;
  /** What passes each of them. */
  readonly allOf: <K extends KubeObject>(...joined: readonly ChangePredicate<K>[]) => ChangePredicate<K>;
  /** What passes one of them at least. */
  readonly anyOf: <K extends KubeObject>(...joined: readonly ChangePredicate<K>[]) => ChangePredicate<K>;
  /** What does not pass: of `changed`, deletions never do. */
  readonly not: <K extends KubeObject>(predicate: ChangePredicate<K>) => ChangePredicate<K>;
} = {
  changed: (value) => (change) => {
    if (change.type !== 'updated') return true;
    const is = value(change.new);
    return is === undefined || is !== value(change.old) || advancesDeletion(change);
  },
  allOf:
    (...joined) =>
    (change) =>
      joined.every((predicate) => predicate(change)),
  anyOf:
    (...joined) =>
    (change) =>
      joined.some((predicate) => predicate(change)),
  not: (predicate) => (change) => !predicate(change),
};

/** Whether a deletion has begun, or what it waits for has changed. */
function advancesDeletion<K extends KubeObject>(change: { readonly old: K; readonly new: K }): boolean {
  const { old, new: now } = change;
  if (typeof now.metadata.deletionTimestamp !== 'string') return false;
  const begins = typeof old.metadata.deletionTimestamp !== 'string';
  return begins || JSON.stringify(finalizersOf(now)) !== JSON.stringify(finalizersOf(old));
}

/** A store's change as predicates and mappers see it. */
export function viewOf<K extends KubeObject>(change: Change<K>): SourceChange<K> {
  switch (change.type) {
    case 'added':
      return {
        type: 'added',
        get new() {
          return change.object;
        },
      };
    case 'deleted':
      return {
        type: 'deleted',
        get old() {
          return change.object;
        },
      };
    case 'updated':
      return {
        type: 'updated',
        get old() {
          return change.previous ?? change.object;
        },
        get new() {
          return change.object;
        },
      };
  }
}
