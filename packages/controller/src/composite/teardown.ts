// Deletes the children of an object that is to go, kind by kind in reverse order: the objects of a kind are gone before
// those of the next are deleted.

import type { KubeObject, Resource } from '@kube-rx/core';
import { Action } from '../controller/action.ts';
import { isLeaving, ownedChildren, requireSynced } from './child-plan.ts';
import { type CompositeContext, observedChildren } from './composite-context.ts';
import { deleteChild } from './delete-child.ts';

/** The deletion of a child leads to the next run. This is for what a watch may miss, in ms. */
const lookAgainMs = 30_000;

/** `Action.done()` once no child is left. */
export async function tearDown<K extends KubeObject>(
  context: CompositeContext<K>,
  parent: K,
  kinds: readonly Resource[],
): Promise<Action> {
  const observed = observedChildren(context);
  requireSynced(kinds, observed);
  const owned = ownedChildren(kinds, observed);
  const [last] = owned;
  if (!last) return Action.done();
  for (const { resource, object } of owned) {
    if (resource !== last.resource || isLeaving(object)) continue;
    // In the foreground, as the Pods of a Deployment are a part of it that has to go too.
    await deleteChild({
      api: context.api(resource, object.metadata.namespace),
      child: object,
      parent,
      propagationPolicy: 'Foreground',
      signal: context.signal,
    });
  }
  return Action.requeueAfter(lookAgainMs);
}
