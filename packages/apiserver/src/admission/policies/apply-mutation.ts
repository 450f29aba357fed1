// Mutations that are merged into an object by its schema, as server-side apply does.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/mutating/patch/smd.go

import type { ValueRules } from '../../apply/merge-rules.ts';
import { mergeConfig } from '../../apply/typed.ts';
import { StructValue, type Value } from '../../cel/value.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject, textAt } from '../../json/json.ts';
import type { Steps } from '../../schema/steps.ts';
import { joinedComplaints } from '../../types/applied-config.ts';
import { MutationError, PatchWriter, typeNameFaults } from './patch-value.ts';

export interface AppliedSchema {
  readonly rules: ValueRules;
  /** What of a configuration the schema does not allow. */
  readonly complaints: (config: JsonObject) => readonly string[];
}

export function mergedWith(
  object: JsonObject,
  applied: Value,
  { rules, complaints, steps }: AppliedSchema & { readonly steps: Steps },
): Json {
  if (!(applied instanceof StructValue))
    throw new MutationError('unsupported return type from ApplyConfiguration expression');
  const faults = typeNameFaults(applied, 'Object', steps);
  if (faults.length > 0) throw new MutationError(`type mismatch: ${faults.join('\n')}`);
  const written = new PatchWriter(steps).json(applied);
  const own = isJsonObject(written) ? written : {};
  const config = { ...own, apiVersion: textAt(object, 'apiVersion'), kind: textAt(object, 'kind') };
  const wrong = complaints(config);
  if (wrong.length > 0)
    throw new MutationError(
      `error applying patch: failed to convert patch object to typed object: ${joinedComplaints(wrong)}`,
    );
  const atomics = atomicsIn(config, rules, '');
  if (atomics.length > 0)
    throw new MutationError(
      `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`,
    );
  return mergeConfig(object, config, rules);
}

// What would be replaced as a whole, where a change of a part is meant.
function atomicsIn(value: Json, rules: ValueRules, path: string): string[] {
  if (isJsonObject(value))
    return [
      ...(rules.atomicMap ? [path] : []),
      ...Object.entries(value).flatMap(([key, inner]) =>
        atomicsIn(inner, rules.field(key), `${path}.${key}`),
      ),
    ];
  if (!isJsonArray(value)) return [];
  return [
    ...(rules.listType === 'atomic' ? [path] : []),
    ...value.flatMap((one, at) => atomicsIn(one, rules.item(), `${path}[${at}]`)),
  ];
}
