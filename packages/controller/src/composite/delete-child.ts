// Deletes a child: the object that was seen, as it was seen, and only as long as the parent controls it.

import type { Api } from '@kube-rx/client';
import {
  type DeleteParams,
  isConflict,
  isControlledBy,
  isObjectNotFound,
  type KubeObject,
  uidOf,
} from '@kube-rx/core';

export interface DeleteChildOptions {
  readonly api: Api;
  readonly child: KubeObject;
  readonly parent: KubeObject;
  readonly propagationPolicy: NonNullable<DeleteParams['propagationPolicy']>;
  readonly signal?: AbortSignal | undefined;
}

// A busy object has another version each time.
const mostAttempts = 5;

/**
 * Begins the deletion. Where there is a newer version than the one that was seen, that is read and judged: an object that
 * is gone, was replaced by a namesake or has another controller now is left alone.
 *
 * @throws ApiError where the server refuses, or somebody writes to the object all the time.
 */
export async function deleteChild({
  api,
  child,
  parent,
  propagationPolicy,
  signal,
}: DeleteChildOptions): Promise<void> {
  let seen = child;
  for (let attempt = 1; ; attempt += 1) {
    if (!isControlledBy(seen, parent)) return;
    const { name, resourceVersion } = seen.metadata;
    const preconditions = { uid: uidOf(seen), ...(resourceVersion !== undefined && { resourceVersion }) };
    try {
      await api.delete(name, { preconditions, propagationPolicy, signal });
      return;
    } catch (error) {
      if (isObjectNotFound(error)) return;
      if (!isConflict(error) || attempt === mostAttempts) throw error;
      const found = await api.getOptional(name, { signal });
      if (found === undefined || found.metadata.uid !== child.metadata.uid) return;
      seen = found;
    }
  }
}
