// The counts in the status of a workload.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/apps/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';

/** None of the numbers at `keys` may be negative. */
export function countFaults(status: Field, keys: readonly string[]): FieldFault[] {
  return keys.flatMap((key) => nonNegativeFaults(status.at(key)));
}

/** Those at `keys` are parts of all replicas; `ready`: as the real server calls those that are ready. */
export function partFaults(
  status: Field,
  keys: readonly string[],
  ready: string = 'readyReplicas',
): FieldFault[] {
  const [all, available] = [status.at('replicas').number, status.at('availableReplicas')];
  return [
    ...keys.flatMap((key) => {
      const part = status.at(key);
      return part.number > all ? [part.invalid('cannot be greater than status.replicas', part.number)] : [];
    }),
    ...(available.number > status.at('readyReplicas').number
      ? [available.invalid(`cannot be greater than ${ready}`, available.number)]
      : []),
  ];
}

/** A count of collisions only grows. */
export function collisionFaults(status: Field, old: Field): FieldFault[] {
  const [count, before] = [status.at('collisionCount'), old.at('collisionCount')];
  const isLess = before.isSet && (!count.isSet || count.number < before.number);
  return isLess ? [count.invalid('cannot be decremented', count.number)] : [];
}
