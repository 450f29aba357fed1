// Waits until objects are ready. They are read again and again: a watch of each would take a connection of each.

import {
  ApiError,
  type DynamicObject,
  forEachBounded,
  isForbidden,
  isUnauthorized,
  KubeError,
  ObjectRef,
} from '@kube-rx/core';
import type { Client } from '../client.ts';
import { DeadlineError } from '../errors.ts';
import { apiOf } from './apply-object.ts';
import type { Deadline } from './deadline.ts';
import { NotReadyError } from './not-ready-error.ts';
import { readinessOf } from './readiness.ts';

/** An object that was applied, as the server answered. */
export interface Awaited {
  readonly ref: ObjectRef<DynamicObject>;
  readonly object: DynamicObject;
}

export interface AwaitReadyOptions {
  readonly deadline: Deadline;
  readonly parallel: number;
  readonly signal: AbortSignal | undefined;
  /** Told each time when what it waits for is something else. */
  readonly onWaiting: (ref: ObjectRef, reason: string) => void;
  readonly onReady: (ref: ObjectRef) => void;
}

const pauseMs = 1000;

/** What kept some from being ready, by their object. */
export async function awaitReady<T extends Awaited>(
  client: Client,
  objects: readonly T[],
  options: AwaitReadyOptions,
): Promise<Map<T, KubeError>> {
  const { deadline, parallel, onWaiting, onReady } = options;
  const failures = new Map<T, KubeError>();
  const reasons = new Map<T, string>();
  const judge = (one: T, object: DynamicObject): void => {
    const readiness = readinessOf(object);
    if (readiness.type === 'waiting') {
      wait(one, readiness.reason);
      return;
    }
    reasons.delete(one);
    if (readiness.type === 'ready') onReady(one.ref);
    else failures.set(one, new NotReadyError(`${ObjectRef.format(one.ref)}: ${readiness.reason}`));
  };
  const wait = (one: T, reason: string): void => {
    if (reasons.get(one) !== reason) onWaiting(one.ref, reason);
    reasons.set(one, reason);
  };
  const look = async (one: T): Promise<void> => {
    const { ref } = one;
    try {
      const api = apiOf(client, ref.resource, ref.namespace);
      judge(one, await api.get(ref.name, { signal: options.signal }));
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      if (!isFinal(error)) wait(one, error.message);
      else if (reasons.delete(one)) failures.set(one, error);
    }
  };
  for (const one of objects) judge(one, one.object);
  while (reasons.size > 0 && !deadline.isOver) {
    await deadline.pause(pauseMs);
    await forEachBounded([...reasons.keys()], parallel, look);
  }
  for (const [one, reason] of reasons) failures.set(one, notReady(one.ref, reason, deadline.timeoutMs));
  return failures;
}

/** What no patience helps against. */
function isFinal(error: KubeError): boolean {
  return error instanceof ApiError && (isForbidden(error) || isUnauthorized(error));
}

function notReady(ref: ObjectRef, reason: string, timeoutMs: number): DeadlineError {
  return new DeadlineError(`${ObjectRef.format(ref)} was not ready within ${timeoutMs} ms: ${reason}`, {
    timeoutMs,
  });
}
