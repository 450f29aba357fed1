// Deletes the children that are no longer wanted, after all that is wanted was applied.

import { type KubeObject, objectKey } from '@kube-rx/core';
import type { Parent } from '../apply/desired-intent.ts';
import type { OwnedChild } from './child-plan.ts';
import type { KnownChildren } from './children.ts';
import type { CompositeContext } from './composite-context.ts';
import { deleteChild } from './delete-child.ts';

/**
 * Before anything is deleted, the parent is read from the server: where it is no longer the one for which the children
 * were wanted, nothing is deleted, as the change leads to another run.
 */
export async function pruneChildren<K extends KubeObject>(
  context: CompositeContext<K>,
  unwanted: readonly OwnedChild[],
  { parent, children }: { readonly parent: Parent<K>; readonly children: KnownChildren },
): Promise<void> {
  if (unwanted.length === 0 || !(await isCurrent(context, parent))) return;
  for (const { resource, object } of unwanted) {
    const { name, namespace } = object.metadata;
    await deleteChild({
      api: context.api(resource, namespace),
      child: object,
      parent: parent.object,
      propagationPolicy: 'Background',
      signal: context.signal,
    });
    children.note(resource, objectKey(name, namespace), undefined);
  }
}

/** Whether the server has the parent as the function has seen it, apart from its status. */
async function isCurrent<K extends KubeObject>(
  { api, signal }: CompositeContext<K>,
  { resource, object }: Parent<K>,
): Promise<boolean> {
  const { name, namespace } = object.metadata;
  const found = await api(resource, namespace).getOptional(name, { signal });
  return found !== undefined && identityOf(found) === identityOf(object);
}

// Kinds without a generation have a new version for each change.
function identityOf({ metadata }: KubeObject): string {
  const { uid, generation, resourceVersion, deletionTimestamp, labels, annotations } = metadata;
  const marks = [labels, annotations].map((each) =>
    Object.entries(each ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return JSON.stringify([uid, generation ?? resourceVersion, deletionTimestamp, marks]);
}
