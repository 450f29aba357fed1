// Applies the children that are wanted, one after the other, in the order of the function. The first one that fails ends
// it: those after it may need it.

import type { Api } from '@kube-rx/client';
import { isControlledBy, isInvalid, type KubeObject, ObjectRef, type Resource } from '@kube-rx/core';
import type { Parent } from '../apply/desired-intent.ts';
import { isLeaving, type WantedChild } from './child-plan.ts';
import type { KnownChildren } from './children.ts';
import type { CompositeContext } from './composite-context.ts';
import { deleteChild } from './delete-child.ts';
import { childId, describeChild } from './desired-children.ts';
import {
  immutableError,
  type Recreations,
  type RefusedChild,
  recreatedError,
  wouldBeNew,
} from './replace-child.ts';

export interface ApplyChildrenOptions {
  readonly parent: Parent;
  /** The kinds whose objects may be deleted and created again. */
  readonly recreate: readonly Resource[];
  readonly recreations: Recreations;
  readonly children: KnownChildren;
}

/**
 * A child that is being deleted is left alone: once it is gone, another run creates it.
 *
 * @throws CompositeError (`immutable`) for a field that cannot change, in a kind that is not to be recreated.
 */
export async function applyChildren<K extends KubeObject>(
  context: CompositeContext<K>,
  wanted: readonly WantedChild[],
  options: ApplyChildrenOptions,
): Promise<void> {
  for (const child of wanted) {
    const { resource, key, object, observed } = child;
    if (observed && isLeaving(observed)) continue;
    try {
      const answer = await context.apply(resource, object, { controlled: true });
      options.children.note(resource, key, answer);
    } catch (error) {
      if (!observed || !isInvalid(error)) throw error;
      await replace(context, { resource, observed, wanted: object, error }, { ...options, key });
    }
  }
}

async function replace<K extends KubeObject>(
  context: CompositeContext<K>,
  refused: RefusedChild,
  { parent, recreate, recreations, children, key }: ApplyChildrenOptions & { readonly key: string },
): Promise<void> {
  const { resource, observed, error } = refused;
  const { signal } = context;
  const api: Api = context.api(resource, observed.metadata.namespace);
  // What is not the parent's is not its to delete.
  if (!isControlledBy(observed, parent.object) || !(await wouldBeNew(api, refused, signal))) throw error;
  const mayRecreate = recreate.some(({ group, kind }) => group === resource.group && kind === resource.kind);
  if (!mayRecreate) throw immutableError(refused);
  const id = `${parent.object.metadata.uid} ${childId(resource, key)}`;
  if (!recreations.mayRecreate(id, context.clock.monotonic())) throw recreatedError(refused);
  await deleteChild({ api, child: observed, parent: parent.object, propagationPolicy: 'Background', signal });
  children.note(resource, key, undefined);
  context.event({
    type: 'Normal',
    reason: 'Recreated',
    action: 'Delete',
    note: `Deleted ${describeChild(resource, observed)}, to create it with other fields that cannot change`,
    related: ObjectRef.toReference(resource, observed),
  });
}
