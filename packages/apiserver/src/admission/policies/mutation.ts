// One mutation of a policy, carried out.

import { builtinRules } from '../../apply/merge-rules.ts';
import { rulesOf } from '../../apply/ownership.ts';
import { isJsonObject, type Json, type JsonObject, textAt } from '../../json/json.ts';
import { kindSchema, type ServedResource } from '../../registry/served-resource.ts';
import { configShape } from '../../schema/config-shape.ts';
import { internalError, refusing } from '../../status-error.ts';
import { configComplaints } from '../../types/applied-config.ts';
import { UndecodableError } from '../../types/complaints.ts';
import { typeShape } from '../../types/config-shape.ts';
import { decodeTyped } from '../../types/decoder.ts';
import { jsonMismatch } from '../../types/json-mismatch.ts';
import { typeOf } from '../../types/type-names.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import { evaluateAll, type Inquiry, OutOfBudget } from '../expressions/evaluation.ts';
import { patchedObject } from '../patched-object.ts';
import { shown } from '../webhooks/review.ts';
import { type AppliedSchema, mergedWith } from './apply-mutation.ts';
import { patchedByOperations } from './json-patch-mutation.ts';
import type { Mutation } from './mutating-policy.ts';
import { MutationError } from './patch-value.ts';

const budget = 10_000_000;

export interface MutationTerms {
  readonly attributes: AdmissionAttributes;
  /** In whose version the object is changed. */
  readonly matched: ServedResource;
  readonly inquiry: Inquiry;
}

/**
 * The object as the mutation leaves it.
 *
 * @throws MutationError where it cannot be carried out, StatusError where what it leaves is no object of the kind.
 */
export function mutatedObject(
  object: JsonObject,
  { type, expression }: Mutation,
  { attributes, matched, inquiry }: MutationTerms,
): JsonObject {
  if (typeof expression.program === 'string') throw new MutationError(expression.program);
  const outcome = outcomeOf(expression, inquiry);
  const before = shown(matched, attributes, object);
  if (!isJsonObject(before)) return object;
  const { steps } = inquiry;
  const after =
    type === 'JSONPatch'
      ? patchedByOperations(before, outcome, steps)
      : mergedWith(before, outcome, { ...schemaOf(matched, attributes), steps });
  if (after === before && attributes.served === matched) return object;
  requireSameVersion(matched, attributes);
  return refusing(
    UndecodableError,
    () => {
      if (type === 'JSONPatch') requireKnownFields(matched, attributes, after);
      return patchedObject(matched, attributes, after);
    },
    (why) => internalError(why),
  );
}

// Nor does the real server convert what it has changed back to the version of the request.
function requireSameVersion(matched: ServedResource, { served, shownKind }: AdmissionAttributes): void {
  if (matched === served || matched.custom || shownKind) return;
  const [from, to] = [matched, served].map(({ resource }) => `(${resource.version}.${resource.kind})`);
  throw new MutationError(`converting ${from} to ${to}: unknown conversion`);
}

function outcomeOf(expression: Mutation['expression'], inquiry: Inquiry): ReturnType<typeof valueOf> {
  try {
    return valueOf(evaluateAll([expression], inquiry, budget).outcomes[0]);
  } catch (error) {
    throw error instanceof OutOfBudget ? new MutationError(error.message) : error;
  }
}

function valueOf(outcome: ReturnType<typeof evaluateAll>['outcomes'][number]) {
  if (outcome?.kind === 'value') return outcome.value;
  throw new MutationError(outcome?.why ?? '');
}

// What a JSON patch makes is read strictly.
function requireKnownFields(matched: ServedResource, { shownKind }: AdmissionAttributes, after: Json): void {
  const type = shownKind ? typeOf(shownKind) : kindSchema(matched)?.type;
  if (type === undefined || !isJsonObject(after)) return;
  const { unknown } = decodeTyped(type, after, jsonMismatch);
  if (unknown.length === 0) return;
  const fields = unknown.map((path) => `unknown field ${JSON.stringify(path)}`).join(', ');
  throw internalError(`strict decoding error: ${fields}`);
}

function schemaOf(matched: ServedResource, { shownKind, object }: AdmissionAttributes): AppliedSchema {
  if (shownKind)
    return {
      rules: builtinRules(textAt(object, 'apiVersion'), shownKind.kind),
      complaints: (config) => configComplaints(typeShape(typeOf(shownKind)), config),
    };
  return {
    rules: rulesOf(matched),
    complaints: (config) => configComplaints(configShape(matched), config),
  };
}
