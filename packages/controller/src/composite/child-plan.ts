// What is to be done about an object's children: which are applied, which deleted. Pure. Whatever is wrong with one of
// them, nothing is done about any.

import {
  controllerOf,
  type KubeObject,
  objectKey,
  quotedText,
  type Resource,
  resourceName,
} from '@kube-rx/core';
import type { Parent } from '../apply/desired-intent.ts';
import { CompositeError } from './composite-error.ts';
import { childId, type DesiredChild, describeChild, desiredChildren } from './desired-children.ts';

/** The caches of the children's kinds. */
export interface ObservedChildren {
  /** Whether the cache of this kind has been complete once. */
  isSynced(resource: Resource): boolean;
  /** What the parent controls, by uid. */
  owned(resource: Resource): readonly KubeObject[];
  /** Whatever has this key. */
  find(resource: Resource, key: string): KubeObject | undefined;
}

export interface WantedChild extends DesiredChild {
  /** As it is now. */
  readonly observed: KubeObject | undefined;
}

export interface OwnedChild {
  readonly resource: Resource;
  readonly object: KubeObject;
}

export interface ChildPlan {
  /** In the order of the function. */
  readonly wanted: readonly WantedChild[];
  /** Kind by kind in reverse order. Those that are being deleted are not among them. */
  readonly unwanted: readonly OwnedChild[];
}

export interface PlanOptions {
  readonly parent: Parent;
  readonly kinds: readonly Resource[];
  readonly observed: ObservedChildren;
  readonly allowEmpty: boolean;
}

/**
 * @param given What the user's function gave.
 * @throws CompositeError
 */
export function planChildren(
  given: unknown,
  { parent, kinds, observed, allowEmpty }: PlanOptions,
): ChildPlan {
  const desired = desiredChildren(given, { parent, kinds });
  const wanted = desired.map(
    (child): WantedChild => ({ ...child, observed: observed.find(child.resource, child.key) }),
  );
  for (const child of wanted) requireNotForeign(child, parent);
  const ids = new Set(wanted.map(({ resource, key }) => childId(resource, key)));
  const owned = ownedChildren(kinds, observed).filter(({ object }) => !isLeaving(object));
  if (wanted.length === 0 && owned.length > 0 && !allowEmpty)
    throw new CompositeError(
      'empty',
      `desired gave an empty list, and ${describeChild(parent.resource, parent.object)} has ${owned.length} children: ` +
        'they are kept, unless allowEmpty is set',
    );
  const unwanted = owned.filter(
    ({ resource, object: { metadata } }) =>
      !ids.has(childId(resource, objectKey(metadata.name, metadata.namespace))),
  );
  return { wanted, unwanted };
}

/** Whether the object is being deleted. */
export function isLeaving({ metadata }: KubeObject): boolean {
  return typeof metadata.deletionTimestamp === 'string';
}

/** Whether a child has to wait for an object that nobody owns: nothing tells when that is gone. */
export function waitsForOrphan({ wanted }: ChildPlan): boolean {
  return wanted.some(({ observed }) => observed && isLeaving(observed) && !controllerOf(observed));
}

/** Those of the last kind first. */
function ownedChildren(kinds: readonly Resource[], observed: ObservedChildren): OwnedChild[] {
  return kinds
    .toReversed()
    .flatMap((resource) => observed.owned(resource).map((object) => ({ resource, object })));
}

/** @throws CompositeError where a cache may lack children: nobody can say then what is to be deleted. */
export function requireSynced(kinds: readonly Resource[], observed: ObservedChildren): void {
  const unsynced = kinds.find((resource) => !observed.isSynced(resource));
  if (!unsynced) return;
  throw new CompositeError(
    'unsynced',
    `the cache of ${resourceName(unsynced)} is not complete yet: until it is, nothing is applied or deleted`,
  );
}

function requireNotForeign({ resource, observed }: WantedChild, parent: Parent): void {
  const owner = observed && controllerOf(observed);
  const { metadata } = parent.object;
  if (!observed || !owner || owner.uid === metadata.uid) return;
  const isNamesake = owner.kind === parent.resource.kind && owner.name === metadata.name;
  const whose = isNamesake
    ? 'of an earlier object of the same name; it can be made when the garbage collector has deleted that one'
    : `of ${quotedText(owner.kind, 63)} ${quotedText(owner.name, 253)}`;
  throw new CompositeError(
    'foreign',
    `${describeChild(resource, observed)} is wanted, and it is a child ${whose}`,
  );
}
