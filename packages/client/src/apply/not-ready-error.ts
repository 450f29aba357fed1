// Why it is of no use to wait for an object.

import { KubeError } from '@kube-rx/core';

/**
 * An object that was applied will not become ready as it is, as a Job that has failed.
 *
 * @example
 * await applyAll(client, readManifests('deploy/'), { wait: true }).catch(({ cause }) => cause instanceof NotReadyError);
 */
export class NotReadyError extends KubeError {
  override readonly name = 'NotReadyError';
}
