// What an object without a generation asks for: a server counts no changes of a ConfigMap, a Secret, a Node or a Namespace.

import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '@kube-rx/core';
import type { Change } from '@kube-rx/runtime';

/**
 * Whether anything has changed but the status and what the server keeps for itself. So a heartbeat is no change, and labels
 * and annotations are: for such kinds they are often all that there is.
 */
export function asksForMore<K extends KubeObject>({
  object,
  previous,
}: Pick<Change<K>, 'object' | 'previous'>): boolean {
  if (previous === undefined) return true;
  try {
    return !isDeepStrictEqual(askedState(object), askedState(previous));
  } catch {
    // Nested so deep that the stack does not reach down: it may have changed.
    return true;
  }
}

function askedState<K extends KubeObject>(object: K): object {
  const metadata = { ...object.metadata, resourceVersion: undefined, managedFields: undefined };
  return { ...object, status: undefined, metadata };
}
