// Eviction: the deletion of a pod that its disruption budget may refuse.
// https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/

import {
  ApiError,
  DecodeError,
  type DeleteParams,
  deleteOptions,
  isStatus,
  type KubeObject,
  type Status,
  statusName,
  uidOf,
} from '@kube-rx/core';
import type { RequestOptions } from '../client.ts';
import type { Subresource } from './subresource.ts';

/**
 * Asks for the pod's deletion, by its name, or by an object that was read: then no namesake is evicted. Resolves when the
 * deletion has begun; its grace period decides when it is over.
 *
 * @throws ApiError (`isTooManyRequests`) where a disruption budget forbids it now.
 */
export type Evict = (target: string | KubeObject, options?: DeleteParams & RequestOptions) => Promise<Status>;

/** As `Evict`, through the subresource `eviction`. */
export function evictBy(eviction: Subresource<KubeObject>, namespace: string | undefined): Evict {
  return async (target, options = {}) => {
    const name = typeof target === 'string' ? target : target.metadata.name;
    const preconditions =
      typeof target === 'string' ? options.preconditions : { ...options.preconditions, uid: uidOf(target) };
    const deletion = deleteOptions({ ...options, ...(preconditions && { preconditions }) });
    const metadata = { name, ...(namespace !== undefined && { namespace }) };
    const answer = await eviction.create(
      name,
      { apiVersion: 'policy/v1', kind: 'Eviction', metadata, ...(deletion && { deleteOptions: deletion }) },
      { signal: options.signal, timeout: options.timeout, retry: options.retry },
    );
    return requireSuccess(answer, name);
  };
}

// A pod of two budgets is answered by 201 and a Status that says failure.
function requireSuccess(answer: unknown, name: string): Status {
  if (!isStatus(answer))
    throw new DecodeError(`evict ${name}: the answer is no Status`, { fault: 'protocol' });
  if (answer.status !== 'Failure') return answer;
  const error = new ApiError(`evict ${name}: the server answered ${statusName(answer)}`, { status: answer });
  const { serverMessage } = error;
  if (serverMessage === undefined) throw error;
  throw new ApiError(`${error.message}: ${serverMessage}`, { status: answer, serverMessage });
}
