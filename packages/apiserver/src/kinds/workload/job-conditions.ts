// The conditions of a Job.

import { type Json, objectsAt, textAt } from '../../json/json.ts';

/** Whether the status has the condition with that value. */
export function hasCondition(
  status: Json | undefined,
  type: string,
  value: 'True' | 'False' = 'True',
): boolean {
  return objectsAt(status, 'conditions').some(
    (one) => textAt(one, 'type') === type && textAt(one, 'status') === value,
  );
}
