// What an object's finalizer demands next, and the patches that write it. Pure.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/

import {
  InvalidRequestError,
  isLabelKey,
  type JsonPatchOperation,
  type KubeObject,
  quotedText,
} from '@kube-rx/core';

/**
 * - `add`: nothing may be done for the object before the finalizer is on it.
 * - `apply`: it is on it.
 * - `cleanup`: the object waits for it to go.
 * - `nothing`: the object is being deleted, and this finalizer does not hold it: to add it now is refused.
 */
export type FinalizerStep = 'add' | 'apply' | 'cleanup' | 'nothing';

/** The step for an object as it was read. */
export function finalizerStep(object: KubeObject, name: string): FinalizerStep {
  const isHeld = finalizersOf(object).includes(name);
  // Not every server leaves out what is null, and a cleanup cannot be taken back.
  if (typeof object.metadata.deletionTimestamp === 'string') return isHeld ? 'cleanup' : 'nothing';
  return isHeld ? 'apply' : 'add';
}

/** Puts the finalizer behind the others. It fails where the list is another by now, or the object a namesake. */
export function additionOf(object: KubeObject, name: string): JsonPatchOperation[] {
  const finalizers = finalizersOf(object);
  const isEmpty = finalizers.length === 0;
  return [
    ...sameObject(object),
    // An absent list equals null.
    { op: 'test', path: listPath, value: object.metadata.finalizers ?? null },
    isEmpty
      ? { op: 'add', path: listPath, value: [name] }
      : { op: 'add', path: `${listPath}/-`, value: name },
  ];
}

/** Takes the finalizer away where it stands, and no other. It fails where it stands elsewhere by now. */
export function removalOf(object: KubeObject, name: string): JsonPatchOperation[] {
  const places = [...finalizersOf(object).entries()].filter(([, finalizer]) => finalizer === name);
  // From behind, so that no removal moves the next one.
  const removals = places.reverse().flatMap(([at]): JsonPatchOperation[] => {
    const path = `${listPath}/${at}`;
    return [
      { op: 'test', path, value: name },
      { op: 'remove', path },
    ];
  });
  return [...sameObject(object), ...removals];
}

/** Whether a patch that was made for one of them fits the other. */
export function hasSameFinalizers(one: KubeObject, other: KubeObject): boolean {
  return (
    one.metadata.uid === other.metadata.uid &&
    JSON.stringify(finalizersOf(one)) === JSON.stringify(finalizersOf(other))
  );
}

/** @throws InvalidRequestError for what is no `domain/name`. */
export function requireFinalizerName(name: string): void {
  if (name.includes('/') && isLabelKey(name)) return;
  throw new InvalidRequestError(
    `finalizer: ${quotedText(name)} is no name of one: it must be qualified by a domain, as "shop.example/website"`,
  );
}

const listPath = '/metadata/finalizers';

function sameObject({ metadata: { uid } }: KubeObject): JsonPatchOperation[] {
  return uid === undefined ? [] : [{ op: 'test', path: '/metadata/uid', value: uid }];
}

/** Whatever a server has in their place. A text would be searched for the name as a part of it. */
export function finalizersOf({ metadata }: KubeObject): readonly string[] {
  const finalizers: unknown = metadata.finalizers;
  return Array.isArray(finalizers) ? (finalizers as readonly string[]) : [];
}

const mostQuoted = 3;

/** The first of them for a message, each up to `longest` characters; empty where there are none. */
export function quotedFinalizers(object: KubeObject, longest?: number): string {
  const named = finalizersOf(object).filter((each) => typeof each === 'string');
  return named
    .slice(0, mostQuoted)
    .map((each) => quotedText(each, longest))
    .join(', ');
}
