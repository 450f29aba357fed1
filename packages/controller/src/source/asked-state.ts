// What an object without a generation asks for: a server counts no changes of a ConfigMap, a Secret, a Node or a Namespace.

import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '@kube-rx/core';
import type { Change } from '@kube-rx/runtime';

/**
 * Whether anything has changed but the status and what the server keeps for itself. So a heartbeat is no change, and labels
 * and annotations are: for such kinds they are often all that there is.
 */
export function asksForMore<K extends KubeObject>({ object, previous }: Change<K>): boolean {
  return previous === undefined || !isDeepStrictEqual(askedState(object), askedState(previous));
}

function askedState<K extends KubeObject>(object: K): object {
  const metadata = { ...object.metadata, resourceVersion: undefined, managedFields: undefined };
  return { ...object, status: undefined, metadata };
}
