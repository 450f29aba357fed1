// Deletes the children of an object that is to go, kind by kind in reverse order: the objects of a kind are gone before
// those of the next are deleted.

import { type KubeObject, ObjectRef, quotedText, type Resource } from '@kube-rx/core';
import { Action } from '../controller/action.ts';
import { isLeaving, type OwnedChild, ownedChildren, requireSynced } from './child-plan.ts';
import { type CompositeContext, observedChildren } from './composite-context.ts';
import { deleteChild } from './delete-child.ts';
import { describeChild } from './desired-children.ts';

/** How soon children are looked at again whose deletion leads to no run, or is missed by a watch; in ms. */
export const lookAgainMs = 30_000;
/** A child that has been going for longer is held by something that a person may have to look for. */
const longMs = 60_000;
const mostFinalizers = 3;

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
    if (resource !== last.resource) continue;
    if (isLeaving(object)) {
      tellIfHeld(context, { resource, object });
      continue;
    }
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

function tellIfHeld<K extends KubeObject>(
  { clock, event }: CompositeContext<K>,
  { resource, object }: OwnedChild,
): void {
  const { deletionTimestamp = '', finalizers = [] } = object.metadata;
  if (!(clock.now() - Date.parse(deletionTimestamp) >= longMs)) return;
  const holders = finalizers.slice(0, mostFinalizers).map((each) => quotedText(each, 253));
  event({
    type: 'Warning',
    reason: 'TeardownWaits',
    action: 'Delete',
    note:
      `${describeChild(resource, object)} has to be gone first, and is being deleted` +
      (holders.length > 0 ? `, held by ${holders.join(', ')}` : ''),
    related: ObjectRef.toReference(resource, object),
  });
}
