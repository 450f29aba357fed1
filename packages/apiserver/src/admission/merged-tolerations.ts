// Tolerations of several sources as one list, without those that others contain.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/util/tolerations/tolerations.go

import { type JsonObject, numberAt, textAt } from '../json/json.ts';

export function mergedTolerations(all: readonly JsonObject[]): JsonObject[] {
  const merged: JsonObject[] = [];
  for (const [at, one] of all.entries()) {
    const isContained =
      merged.some((other) => contains(other, one)) ||
      // Of equal ones, the first stays.
      all.slice(at + 1).some((other) => !isSame(other, one) && contains(other, one));
    if (!isContained) merged.push(one);
  }
  return merged;
}

const fields = ['key', 'operator', 'value', 'effect'];

function isSame(a: JsonObject, b: JsonObject): boolean {
  return fields.every((key) => textAt(a, key) === textAt(b, key)) && secondsOf(a) === secondsOf(b);
}

function secondsOf(toleration: JsonObject): number | undefined {
  return numberAt(toleration, 'tolerationSeconds');
}

/** Whether `wide` tolerates all that `narrow` does. */
function contains(wide: JsonObject, narrow: JsonObject): boolean {
  if (isSame(wide, narrow)) return true;
  const [operator, key, effect] = ['operator', 'key', 'effect'].map((name) => textAt(wide, name));
  const allKeys = key === '' && operator === 'Exists';
  if (textAt(narrow, 'key') !== key && !allKeys) return false;
  if (textAt(narrow, 'effect') !== effect && effect !== '') return false;
  const [most, asked] = [secondsOf(wide), secondsOf(narrow)];
  if (effect === 'NoExecute' && most !== undefined && (asked === undefined || asked > most)) return false;
  if (operator === 'Exists') return true;
  const isEqual = operator === 'Equal' || operator === '';
  return (
    isEqual && textAt(narrow, 'operator') === 'Equal' && textAt(narrow, 'value') === textAt(wide, 'value')
  );
}
