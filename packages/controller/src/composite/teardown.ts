// Deletes the children of an object that is to go, kind by kind in reverse order: the objects of a kind are gone before
// those of the next are deleted.
//
// A cache may be late, and a run goes ahead without it after a while. So where it has no child of a kind, the server is
// asked: the order, and the end, cannot be taken back.

import { isControlledBy, isForbidden, type KubeObject, ObjectRef, type Resource } from '@kube-rx/core';
import { Action } from '../controller/action.ts';
import { quotedFinalizers } from '../finalizer/finalizer-step.ts';
import { isLeaving, type OwnedChild, requireSynced } from './child-plan.ts';
import { type CompositeContext, observedChildren } from './composite-context.ts';
import { deleteChild } from './delete-child.ts';
import { describeChild } from './desired-children.ts';

/** How soon children are looked at again whose deletion leads to no run, or is missed by a watch; in ms. */
export const lookAgainMs = 30_000;
/** A child that has been going for longer is held by something that a person may have to look for. */
const longMs = 60_000;

/** `Action.done()` once no child is left. */
export async function tearDown<K extends KubeObject>(
  context: CompositeContext<K>,
  parent: K,
  kinds: readonly Resource[],
): Promise<Action> {
  const observed = observedChildren(context);
  requireSynced(kinds, observed);
  for (const resource of kinds.toReversed()) {
    const cached = observed.owned(resource);
    const children = cached.length > 0 ? cached : await storedChildren(context, parent, resource);
    if (children.length === 0) continue;
    for (const object of children) {
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
  return Action.done();
}

/** What the server has of a kind. */
async function storedChildren<K extends KubeObject>(
  { api, signal }: CompositeContext<K>,
  parent: K,
  resource: Resource,
): Promise<KubeObject[]> {
  const children: KubeObject[] = [];
  try {
    for await (const object of api(resource).metadata.listAll({ signal }))
      if (isControlledBy(object, parent)) children.push(object);
  } catch (error) {
    // Who may list in some namespaces only has caches of these, and nothing better.
    const isOfAllNamespaces = parent.metadata.namespace === undefined && resource.scope === 'Namespaced';
    if (!isOfAllNamespaces || !isForbidden(error)) throw error;
  }
  return children;
}

function tellIfHeld<K extends KubeObject>(
  { clock, event }: CompositeContext<K>,
  { resource, object }: OwnedChild,
): void {
  const { deletionTimestamp = '' } = object.metadata;
  if (!(clock.now() - Date.parse(deletionTimestamp) >= longMs)) return;
  const holders = quotedFinalizers(object, 253);
  event({
    type: 'Warning',
    reason: 'TeardownWaits',
    action: 'Delete',
    note:
      `${describeChild(resource, object)} has to be gone first, and is being deleted` +
      (holders === '' ? '' : `, held by ${holders}`),
    related: ObjectRef.toReference(resource, object),
  });
}
