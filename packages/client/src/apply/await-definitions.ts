// Waits until the server serves the kinds that were defined a moment ago.

import { apiVersionOf, KubeError, ObjectRef } from '@kube-rx/core';
import { type ApiResource, findKind } from '../discovery/api-resource.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { DeadlineError } from '../errors.ts';
import type { PlannedObject } from './apply-plan.ts';
import type { Deadline } from './deadline.ts';

const firstPauseMs = 100;
const longestPauseMs = 2000;

/** What kept some from being served in time, by their object. */
export async function awaitDefinitions(
  objects: readonly PlannedObject[],
  {
    known,
    deadline,
    signal,
  }: { readonly known: Discovery; readonly deadline: Deadline; readonly signal: AbortSignal | undefined },
): Promise<Map<PlannedObject, KubeError>> {
  let missing = objects;
  for (let pauseMs = firstPauseMs; missing.length > 0; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    known.invalidate();
    const resources = await servedNow(known, signal);
    missing = missing.filter(
      ({ resource }) => !findKind(resources, { apiVersion: apiVersionOf(resource), kind: resource.kind }),
    );
    if (missing.length === 0 || deadline.isOver) break;
    await deadline.pause(pauseMs);
  }
  return new Map(missing.map((one) => [one, notServed(one, deadline.timeoutMs)]));
}

/** What cannot be asked now may be asked a moment later. */
async function servedNow(known: Discovery, signal: AbortSignal | undefined): Promise<readonly ApiResource[]> {
  try {
    return (await known.served({ signal })).resources;
  } catch (error) {
    if (error instanceof KubeError) return [];
    throw error;
  }
}

function notServed({ ref, definition }: PlannedObject, timeoutMs: number): KubeError {
  return new DeadlineError(
    `${ObjectRef.format(ref)}: its definition ${definition} was not established within ${timeoutMs} ms`,
    { timeoutMs },
  );
}
