// What a failure to write an Event means. Pure.
// https://github.com/kubernetes/client-go/blob/v0.36.3/tools/events/event_broadcaster.go (recordEvent)

import { AuthenticationError, clientClosed, DeadlineError, TransportError } from '@kube-rx/client';
import {
  ApiError,
  causesOf,
  isAbortError,
  isAlreadyExists,
  isForbidden,
  isNotFound,
  isObjectNotFound,
  isUnauthorized,
} from '@kube-rx/core';
import { NotLeaderError } from '../election/leader-layer.ts';
import type { EventWrite, WriteOutcome } from './event-table.ts';

/**
 * `notice`: what a person has to be told; absent where nothing is wrong, as when a namespace goes and its Events with it.
 *
 * - `denied`: the account may not write Events.
 * - `refused`: the server does not take this Event.
 * - `unreachable`: no server, or one in trouble.
 */
export interface WriteFailure {
  readonly outcome: Exclude<WriteOutcome, { type: 'stored' }>;
  readonly notice?: 'denied' | 'refused' | 'unreachable';
}

// As client-go: ten seconds, and up to half of that more, so that not all come back together.
const retryMs = 10_000;

export function writeFailure(error: unknown, write: EventWrite['type'], random: number): WriteFailure {
  const refused = { outcome: { type: 'refused' } } as const;
  if (isAbortError(error) || isNamespaceGone(error, write)) return refused;
  // Another process leads, and tells what happens.
  if (error instanceof NotLeaderError) return refused;
  if (error instanceof TransportError && error.code === clientClosed) return refused;
  if (isNotFound(error) && write === 'patch') return { outcome: { type: 'gone' } };
  if (isAlreadyExists(error) && write === 'create') return { outcome: { type: 'taken' } };
  if (isForbidden(error) || isUnauthorized(error)) return { ...refused, notice: 'denied' };
  if (!mayPass(error)) return { ...refused, notice: 'refused' };
  const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  const retryInMs = Math.max(asked, retryMs * (1 + random / 2));
  return { outcome: { type: 'failed', retryInMs }, notice: 'unreachable' };
}

function isNamespaceGone(error: unknown, write: EventWrite['type']): boolean {
  if (!(error instanceof ApiError)) return false;
  if (causesOf(error.status).some(({ reason }) => reason === 'NamespaceTerminating')) return true;
  // A path that is not served is not for want of a namespace.
  return write === 'create' && isObjectNotFound(error);
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError))
    return [TransportError, DeadlineError, AuthenticationError].some((passing) => error instanceof passing);
  const { code = 0 } = error.status;
  // 409: somebody else wrote the Event at the same time.
  return code === 409 || code === 429 || code >= 500;
}
