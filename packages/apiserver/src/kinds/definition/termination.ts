// How far a definition is that is being deleted, as its status says.

import { type JsonObject, objectAt, objectsAt, textAt } from '../../json/json.ts';
import { conditionOf } from '../cell.ts';

/** Holds a definition up until the objects of its kind are gone. */
export const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

export interface Termination {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

const type = 'Terminating';

/** Whether the objects of a definition are being deleted, so that none is created any more. */
export function isTerminating(definition: JsonObject): boolean {
  return textAt(conditionOf(objectAt(definition, 'status'), type), 'status') === 'True';
}

/** The definition with this said of it; the same one where it is said already. */
export function withTermination(definition: JsonObject, termination: Termination, now: string): JsonObject {
  const status = objectAt(definition, 'status');
  const before = conditionOf(status, type);
  const { status: wanted, reason, message } = termination;
  const isSame = textAt(before, 'status') === wanted;
  if (isSame && textAt(before, 'reason') === reason) return definition;
  const lastTransitionTime = isSame ? textAt(before, 'lastTransitionTime') : now;
  const condition = { type, status: wanted, lastTransitionTime, reason, message };
  const others = objectsAt(status, 'conditions').filter((one) => one !== before);
  return { ...definition, status: { ...status, conditions: [...others, condition] } };
}
