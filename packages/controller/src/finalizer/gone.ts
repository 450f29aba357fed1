// Whether an object is gone, by what a server answered.

import { ApiError, isNotFound } from '@kube-rx/core';

/**
 * Whether the server says that there is no such object. A 404 that names none says only that something does not know the
 * path: a proxy, or a server that has not begun to serve the kind. Who takes that for gone leaves work undone.
 */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && isNotFound(error) && Boolean(error.status.details?.name);
}
