// Why a set of objects that were applied together cannot be used.

import { KubeError } from '@kube-rx/core';

/**
 * An ApplySet cannot be used: its parent belongs to another tool, or is no parent. Nothing was applied.
 *
 * @example
 * await applyAll(client, readManifests('deploy/'), { prune: 'shop' }).catch((error) => error instanceof ApplySetError && error.message);
 */
export class ApplySetError extends KubeError {
  override readonly name = 'ApplySetError';
}
