// Patches of three kinds (JSON, merge, strategic), each a function from the object as it is to what it shall be. The
// fourth, apply, is no change but a wish, and lives next door.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply

import { apiVersionOf, type HttpRequest } from '@kube-rx/core';
import type { Admission } from '../admission/admission.ts';
import { type Part, rulesOf } from '../apply/ownership.ts';
import { floatsBy, withFloatSources } from '../json/float-literals.ts';
import { withLiteral } from '../json/huge-number.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject, jsonText, stringAt } from '../json/json.ts';
import { isEntriesArray, OrderedObject, repeatedEntries } from '../json/repeated-keys.ts';
import { JsonPatchError, jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { kindSchema, present, type ServedResource } from '../registry/served-resource.ts';
import { unknownFields } from '../schema/admission.ts';
import {
  badRequest,
  entityTooLarge,
  invalid,
  invalidValue,
  refusing,
  StatusError,
  unsupportedMediaType,
} from '../status-error.ts';
import { decodeCustom } from '../strategy/metadata.ts';
import { UndecodableError } from '../types/complaints.ts';
import { converterMismatch, goText } from '../types/converter-words.ts';
import { type Decoded, decodeTyped } from '../types/decoder.ts';
import { jsonMismatchWith, jsonName, type Mismatch } from '../types/json-mismatch.ts';
import { mostComplaints, strictComplaints, unknownField } from '../types/strict-complaints.ts';
import type { Answer } from './answer.ts';
import { bodyText, contentType, decodePatch } from './body.ts';
import { type Call, targetSeen } from './call.ts';
import { updated } from './write.ts';
import { parseWriteQuery, type WriteQuery } from './write-query.ts';

export function* patch(call: Call, part: Part): Admission<Answer> {
  const patching = patchingOf(call);
  const options = parseWriteQuery(call, 'PatchOptions');
  const stored = yield* targetSeen(call);
  const old = stored.object;
  const object = patchedObject(call.served, old, { ...patching, ...options });
  return yield* updated(call, { ...options, stored, old, object, part });
}

/** What a patch makes of the object. */
export function patchedObject(
  served: ServedResource,
  old: JsonObject,
  patching: Patching & WriteQuery,
): JsonObject {
  const live = present(served, old);
  const patched = patching.change(live);
  if (!isJsonObject(patched)) throw badRequest('the patch does not leave an object');
  return asPatchedKind(served, patched, { ...patching, mismatch: patching.mismatch(live, patched) });
}

export interface Patching {
  readonly change: (object: JsonObject) => Json;
  /** What the strict decoder says of the patch itself. */
  readonly complaints: readonly string[];
  /** The body. */
  readonly text: string;
  /** What a refusal quotes. */
  readonly quoted: (patched: JsonObject) => string;
  /** In whose words a value of a wrong type is refused in what the patch makes of the object. */
  readonly mismatch: (object: JsonObject, patched: Json) => Mismatch;
}

// A patch may not turn an object into something else, nor into what its kind cannot hold.
function asPatchedKind(
  served: ServedResource,
  patched: JsonObject,
  patching: Omit<Patching, 'mismatch'> & WriteQuery & { readonly mismatch: Mismatch },
): JsonObject {
  const { resource } = served;
  const refusal = (why: string): StatusError =>
    invalid({ group: '', kind: '' }, '', [invalidValue('patch', patching.quoted(patched), why)]);
  if (
    stringAt(patched, 'kind') !== resource.kind ||
    stringAt(patched, 'apiVersion') !== apiVersionOf(resource)
  )
    throw refusal('the patch changes the type of the object');
  const schema = kindSchema(served);
  const decode = (): Decoded =>
    schema ? decodeTyped(schema.type, patched, patching.mismatch) : decodeCustom(patched, resource.kind);
  const typed = refusing(UndecodableError, decode, (why) =>
    refusal(patching.mismatch === converterMismatch ? why : withLiteral(why, patching.text)),
  );
  // Those of custom objects are told of where these are pruned; only a refusal is for here.
  const custom = served.custom && patching.fieldValidation === 'Strict' ? unknownFields(served, patched) : [];
  const unknown = [...typed.unknown, ...custom].toSorted();
  const complaints = [...patching.complaints, ...unknown.map(unknownField)];
  if (complaints.length > 0 && patching.fieldValidation === 'Strict')
    throw refusal(`strict decoding error: ${complaints.join(', ')}`);
  if (patching.fieldValidation === 'Warn') patching.warnings.push(...complaints);
  return typed.object;
}

const maxJsonPatchOperations = 10_000;

/** The patch in the body of a request; a body that is not a patch is refused. */
export function patchingOf(call: Call): Patching {
  const { request, served } = call;
  const quoted = (patched: JsonObject): string => jsonText(patched);
  switch (contentType(request)) {
    case 'application/merge-patch+json': {
      const { body, ...read } = objectIn(request);
      const sources = withFloatSources(read.text, body);
      const mismatch = inJson(sources === undefined ? undefined : (object) => mergePatch(object, sources));
      return { change: (object) => mergePatch(object, body), ...read, quoted, mismatch };
    }
    case 'application/json-patch+json': {
      const text = bodyText(request);
      const operations = decodePatch(text, undefined, 'Go struct field jsonPatchOp.value');
      if (!isJsonArray(operations)) throw wrongPatch(operations, '[]handlers.jsonPatchOp');
      if (operations.length > maxJsonPatchOperations)
        throw entityTooLarge(
          `The allowed maximum operations in a JSON patch is ${maxJsonPatchOperations}, got ${operations.length}`,
        );
      const sources = withFloatSources(text, operations);
      const marked = isJsonArray(sources) ? sources : operations;
      const mark = (object: JsonObject): Json =>
        refusing(JsonPatchError, () => jsonPatch(object, marked), cannotBeApplied);
      const change = (object: JsonObject): Json => {
        // To a test 1.0 is not 1.
        const made = mark(object);
        return sources === undefined ? made : jsonPatch(object, operations);
      };
      const complaints = operationComplaints(text, operations);
      const mismatch = inJson(sources === undefined ? undefined : mark);
      return { change, complaints, text, quoted, mismatch };
    }
    case 'application/strategic-merge-patch+json': {
      if (served.custom) throw unsupportedMediaType(patchesOfCustomKinds);
      const rules = rulesOf(served);
      const { body, ...read } = objectIn(request, '');
      return {
        change: (object) => strategicMerge(object, body, rules),
        ...read,
        quoted: () => goText(body),
        mismatch: () => converterMismatch,
      };
    }
    default:
      throw unknownPatchType();
  }
}

// `mark`: what the patch makes of an object, with the sources of the floats that it brings; absent without any.
function inJson(mark: ((object: JsonObject) => Json) | undefined): Patching['mismatch'] {
  return (object, patched) => jsonMismatchWith(mark && floatsBy(mark(object), patched));
}

const patchesOfCustomKinds = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/apply-patch+yaml',
];

interface ReadObject {
  readonly body: JsonObject;
  readonly complaints: readonly string[];
  readonly text: string;
}

function objectIn(request: HttpRequest, prefix?: string): ReadObject {
  const text = bodyText(request);
  const body = decodePatch(text, prefix);
  if (!isJsonObject(body)) throw wrongPatch(body, 'map[string]interface {}', prefix);
  const repeated = repeatedEntries(text, body);
  return { body, text, complaints: repeated === undefined ? [] : strictComplaints(repeated) };
}

const operationFields = new Set(['op', 'path', 'from', 'value']);

// `[0].op`: what an operation has twice, and what it does not have.
function operationComplaints(text: string, operations: readonly Json[]): string[] {
  const unknown: string[] = [];
  for (const [at, operation] of operations.entries())
    for (const key of Object.keys(isJsonObject(operation) ? operation : {}))
      if (unknown.length < mostComplaints && !operationFields.has(key))
        unknown.push(`json patch ${unknownField(`[${at}].${key}`)}`);
  const repeated = repeatedEntries(text, operations);
  if (repeated === undefined || !isEntriesArray(repeated)) return unknown;
  // The strict decoder does not look into the value of an operation.
  const shallow = repeated.map((operation) =>
    operation instanceof OrderedObject
      ? new OrderedObject(operation.entries.map(([key]) => [key, null]))
      : operation,
  );
  return [...strictComplaints(shallow).map((one) => `json patch ${one}`), ...unknown];
}

function wrongPatch(body: Json, type: string, prefix = 'error decoding patch: '): StatusError {
  const found = body === null ? 'null' : jsonName(body);
  return badRequest(`${prefix}json: cannot unmarshal ${found} into Go value of type ${type}`);
}

function unknownPatchType(): StatusError {
  const message = '415: Unsupported Media Type';
  return new StatusError(415, 'UnsupportedMediaType', { message, details: {} });
}

function cannotBeApplied(): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  return new StatusError(422, 'Invalid', { message, details: {} });
}
