// What a custom object has where its scale is read from.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/registry/customresource/validator.go

import { isInt64, isJsonObject, type Json, type JsonObject, valueAt } from '../json/json.ts';
import { keysOf, type ScalePaths } from '../registry/scale-paths.ts';
import { type FieldFault, invalidValue } from '../status-error.ts';
import { goText, goTypeName } from '../types/converter-words.ts';

export function scaleFaults(
  { specReplicas, statusReplicas, labelSelector }: ScalePaths,
  object: JsonObject,
  part: 'main' | 'status',
): FieldFault[] {
  return [
    ...(part === 'main' ? replicasFaults(object, specReplicas) : []),
    ...replicasFaults(object, statusReplicas),
    ...(labelSelector === undefined ? [] : selectorFaults(object, labelSelector)),
  ];
}

const most = 2 ** 31 - 1;

function replicasFaults(object: JsonObject, path: string): FieldFault[] {
  const found = valueOf(object, path);
  if ('wrong' in found) return [invalidValue(path, 0, found.wrong)];
  if (found.value === undefined) return [];
  if (!isInt64(found.value)) return [invalidValue(path, 0, mistyped(path, found.value, 'int64'))];
  if (found.value < 0) return [invalidValue(path, found.value, 'should be a non-negative integer')];
  return found.value > most
    ? [invalidValue(path, found.value, `should be less than or equal to ${most}`)]
    : [];
}

function selectorFaults(object: JsonObject, path: string): FieldFault[] {
  const found = valueOf(object, path);
  if ('wrong' in found) return [invalidValue(path, '', found.wrong)];
  if (found.value === undefined || typeof found.value === 'string') return [];
  return [invalidValue(path, '', mistyped(path, found.value, 'string'))];
}

/** What lies at a path as `.spec.replicas`, or why nothing can lie there. */
export function valueOf(
  object: JsonObject,
  path: string,
): { readonly value: Json | undefined } | { readonly wrong: string } {
  const keys = keysOf(path);
  let value: Json | undefined = object;
  for (const [at, key] of keys.entries()) {
    if (value === undefined || value === null) return { value: undefined };
    if (!isJsonObject(value))
      return { wrong: mistyped(`.${keys.slice(0, at + 1).join('.')}`, value, 'map[string]interface{}') };
    value = valueAt(value, key);
  }
  return { value };
}

/** As Go says that a value is of another type. */
export function mistyped(path: string, value: Json, wanted: string): string {
  return `${path} accessor error: ${goText(value)} is of the type ${goTypeName(value)}, expected ${wanted}`;
}
