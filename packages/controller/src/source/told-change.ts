// What is told of a change of an object: why its key is to run, and whether that may wait.

import type { KubeObject } from '@kube-rx/core';
import type { Change } from '@kube-rx/runtime';
import { asksForRun, changesPause } from '../controller/annotations.ts';
import type { Reason } from '../queue/reason.ts';
import { asksForMore } from './asked-state.ts';
import type { SourceTrigger } from './source-trigger.ts';

/** What is being told. `same state`: what was told before, as if it were new. */
export type Telling = 'change' | 'initial state' | 'same state';

export function primaryChange<K extends KubeObject>(
  change: Change<K>,
  { reason, telling }: { reason: Reason; telling: Telling },
): Omit<SourceTrigger, 'lane'> {
  if (change.type === 'deleted') return { priority: 'high', reason, generation: -1, change };
  if (telling === 'same state') return { priority: 'low', reason, isChanged: () => true };
  const isInitial = telling === 'initial state';
  const { encoded, encodedPrevious: before } = change;
  const { generation } = encoded;
  // One that comes counts as another one, whatever its generation: a predicate may have kept back that one has gone.
  const mayTell = generation === undefined || (change.type === 'added' && !isInitial);
  const known = {
    ...(generation !== undefined && { generation }),
    ...(mayTell && { isChanged: () => asksForMore(change) }),
  };
  if (isInitial) return { priority: 'low', reason, ...known };
  if (!before || !asksForRun(encoded, before)) return { priority: 'high', reason, ...known, change };
  return { priority: 'high', reason: { ...reason, type: 'requested' }, ...known, isAsked: true, change };
}

/** Whether an annotation has changed that no predicate keeps from the controller. */
export function isAsked<K extends KubeObject>({
  type,
  encoded,
  encodedPrevious: before,
}: Change<K>): boolean {
  if (type !== 'updated' || !before) return false;
  return asksForRun(encoded, before) || changesPause(encoded, before);
}

export function reasonFor({ type, encoded }: Change, source: string): Reason {
  const { key, resourceVersion } = encoded;
  return { type, source, object: key, resourceVersion };
}
