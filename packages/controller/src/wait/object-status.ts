// Reads the status of an object that may have anything anywhere. Pure.

import type { KubeObject, StatusCondition } from '@kube-rx/core';

/** The value at a path of the object; undefined where there is none. */
export function valueIn(object: KubeObject, ...path: readonly string[]): unknown {
  let value: unknown = object;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value;
  }
  return value;
}

/** Its conditions, as far as they are some. */
export function conditionsIn(object: KubeObject): readonly StatusCondition[] {
  const conditions = valueIn(object, 'status', 'conditions');
  return Array.isArray(conditions) ? conditions.filter(isCondition) : [];
}

function isCondition(value: unknown): value is StatusCondition {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('status' in value)) return false;
  return typeof value.type === 'string' && typeof value.status === 'string';
}

/** Whether what its controller says of it was said of what it is now. What does not tell is believed. */
export function isObserved(object: KubeObject): boolean {
  const observed = valueIn(object, 'status', 'observedGeneration');
  return typeof observed !== 'number' || observed >= (object.metadata.generation ?? 0);
}
