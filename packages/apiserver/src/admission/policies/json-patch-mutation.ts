// Mutations that are JSON patches.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/policy/mutating/patch/json_patch.go

import { ListValue, StructValue, type Value } from '../../cel/value.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { JsonPatchError, jsonPatch, TestFailed } from '../../patch/json-patch.ts';
import type { Steps } from '../../schema/steps.ts';
import { MutationError, PatchWriter, typeNameFaults } from './patch-value.ts';

/** The object with the operations carried out; the same one where a test fails. */
export function patchedByOperations(object: JsonObject, operations: Value, steps: Steps): Json {
  if (!(operations instanceof ListValue))
    throw new MutationError('type mismatch: JSONPatchType.expression should evaluate to array');
  const writer = new PatchWriter(steps);
  const patch = Array.from(operations, (one) => operationOf(one, writer, steps));
  try {
    return jsonPatch(object, patch);
  } catch (error) {
    if (error instanceof TestFailed) return object;
    if (error instanceof JsonPatchError) throw new MutationError(`JSON Patch: ${error.message}`);
    throw error;
  }
}

function operationOf(operation: Value, writer: PatchWriter, steps: Steps): Json {
  if (!(operation instanceof StructValue))
    throw new MutationError('type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch');
  const text = (name: string): string => {
    const value = operation.find(name);
    return typeof value === 'string' ? value : '';
  };
  const [from, value] = [text('from'), operation.find('value')];
  if (value instanceof StructValue) {
    const faults = typeNameFaults(value, value.type.name, steps);
    if (faults.length > 0) throw new MutationError(`type mismatch: ${faults.join('\n')}`);
  }
  return {
    op: text('op'),
    path: text('path'),
    ...(from !== '' && { from }),
    ...(value !== undefined && { value: writer.json(value) }),
  };
}
