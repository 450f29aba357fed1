// How one pod leaves a node: what its removal's answer means, and whether it is gone. Pure.
// https://github.com/kubernetes/kubectl/blob/v0.36.3/pkg/drain/drain.go

import {
  ApiError,
  causesOf,
  isConflict,
  isForbidden,
  isNotFound,
  isTooManyRequests,
  retryAfterMs,
} from '@kube-rx/core';
import { DeadlineError, TransportError } from '../errors.ts';
import { type DrainRules, isAbandoned } from './drain-plan.ts';
import type { NodePod } from './node-kinds.ts';

/**
 * - `asked`: its removal shall be asked for (again, after `inMs`).
 * - `leaving`: it was told to go, and is looked for (after `inMs`) until it is gone.
 * - `gone`: it is not there any more, or another one is in its place.
 * - `abandoned`: it has been going for so long that nobody waits for it.
 * - `failed`: nothing more is done about it.
 */
export type Departure =
  | { readonly kind: 'asked'; readonly inMs: number; readonly error?: unknown }
  | { readonly kind: 'leaving'; readonly inMs: number }
  | { readonly kind: 'gone' | 'abandoned' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** How long to wait before a refused eviction is asked for again, as in kubectl. */
const retryMs = 5000;

/** How often a pod that leaves is looked for, as in kubectl. */
const lookMs = 1000;

/** After the removal of `pod` was answered; `error` is undefined for a success. */
export function afterRemoval(pod: NodePod, error?: unknown): Departure {
  if (error === undefined) return { kind: 'leaving', inMs: 0 };
  if (isNotFound(error)) return { kind: 'gone' };
  // The uid is a precondition: who is there now may be another. It is looked for before the removal is asked for again.
  if (isConflict(error) || isTooManyRequests(error) || isInterruption(error)) return again(error);
  // A namespace that is being deleted takes no evictions. It deletes its pods by itself, sooner or later.
  if (isForbidden(error) && isOfEndingNamespace(error))
    return pod.metadata.deletionTimestamp === undefined ? again(error) : { kind: 'leaving', inMs: 0 };
  return { kind: 'failed', error };
}

/** After a look for `pod`, which gave `found`: whether it has left, or for what state it is. */
export function afterLook(
  { pod, found }: { readonly pod: NodePod; readonly found: NodePod | undefined },
  state: Departure,
  rules: Pick<DrainRules, 'skipDeletedAfterMs'> & { readonly now: number },
): Departure {
  if (found === undefined || found.metadata.uid !== pod.metadata.uid) return { kind: 'gone' };
  if (state.kind !== 'leaving') return state;
  return isAbandoned(found, rules) ? { kind: 'abandoned' } : { kind: 'leaving', inMs: lookMs };
}

function again(error: unknown): Departure {
  const askedMs = error instanceof ApiError ? askedMsOf(error) : undefined;
  return { kind: 'asked', inMs: Math.max(retryMs, askedMs ?? 0), error };
}

/** Whether the next try may fare better. The look before it fails as well where the server stays away. */
function isInterruption(error: unknown): boolean {
  if (error instanceof TransportError || error instanceof DeadlineError) return true;
  return error instanceof ApiError && error.status.code === 503 && askedMsOf(error) !== undefined;
}

function askedMsOf(error: ApiError): number | undefined {
  return error.retryAfterMs ?? retryAfterMs(error.status);
}

function isOfEndingNamespace(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    causesOf(error.status).some(({ reason }) => reason === 'NamespaceTerminating')
  );
}
