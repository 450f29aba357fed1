// What is gone already need not be removed.

import { isNotFound } from '@kube-rx/core';

/**
 * Waits for a request, and takes 404 for an answer: undefined. A kind that is no longer served is gone too.
 *
 * @throws whatever else the request fails by.
 * @example await ignoreNotFound(context.api(ConfigMap).delete('cache'));
 */
export async function ignoreNotFound<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
