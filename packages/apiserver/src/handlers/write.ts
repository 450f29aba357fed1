// create, update, patch, delete and deletecollection, from the request to the answer.

import { apiVersionOf, type HttpRequest, type Resource } from '@kube-rx/core';
import type { ValueRules } from '../apply/merge-rules.ts';
import { rulesOf } from '../apply/ownership.ts';
import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../json/json.ts';
import type { Negotiated } from '../negotiation/accept.ts';
import { partialObject, table } from '../negotiation/representations.ts';
import { JsonPatchError, jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { StrategicMergeError, strategicMerge } from '../patch/strategic-merge.ts';
import { present, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import {
  badRequest,
  invalid,
  invalidValue,
  notFound,
  notImplemented,
  StatusError,
  unclassified,
  unsupportedMediaType,
  unsupportedValue,
} from '../status-error.ts';
import { type StoredObject, storageKey } from '../storage/stored-object.ts';
import { createObject } from '../strategy/create.ts';
import { type DeleteOptions, deleteObject } from '../strategy/delete.ts';
import { updateObject } from '../strategy/update.ts';
import type { WriteOptions } from '../strategy/write-options.ts';
import { type Answer, bytesAnswer, jsonAnswer, withHeaders } from './answer.ts';
import { bodyText, contentType, decodeBody, decodePatch } from './body.ts';
import { parseListOptions } from './list-options.ts';
import type { Query } from './query.ts';
import { listAnswer, listPage, wrongShape } from './read.ts';
import { shapeComplaint } from './shape.ts';
import { dryRunFaults, parseWriteQuery, refuse } from './write-query.ts';

/** One request for one resource. */
export interface Call {
  readonly server: ServerContext;
  readonly served: ServedResource;
  readonly request: HttpRequest;
  readonly query: Query;
  readonly namespace: string;
  /** `''` for a collection. */
  readonly name: string;
  readonly negotiated: Negotiated;
}

export function create(call: Call): Answer {
  const { server, served, namespace, request, query } = call;
  const options = parseWriteQuery(query, request.headers, 'CreateOptions');
  const object = bodyObject(call);
  return warned(objectAnswer(201, call, createObject(server, served, namespace, object, options)), options);
}

export function update(call: Call, part: 'main' | 'status'): Answer {
  const { server, served, namespace, request, query } = call;
  const options = parseWriteQuery(query, request.headers, 'UpdateOptions');
  const object = bodyObject(call);
  const stored = existing(call);
  if (stored) {
    const updated = updateObject(server, served, stored, object, { ...options, part, verb: 'update' });
    return warned(objectAnswer(200, call, updated), options);
  }
  if (!served.traits.createOnUpdate || part === 'status') throw notFound(served.resource, call.name);
  const name = stringAt(objectAt(object, 'metadata'), 'name');
  if (name !== call.name)
    throw badRequest(
      `the name of the object (${name ?? ''}) does not match the name on the URL (${call.name})`,
    );
  return warned(objectAnswer(201, call, createObject(server, served, namespace, object, options)), options);
}

export function patch(call: Call, part: 'main' | 'status'): Answer {
  const { server, served, request, query } = call;
  const change = patchOf(call);
  const options = parseWriteQuery(query, request.headers, 'PatchOptions');
  const stored = existing(call);
  if (!stored) throw notFound(served.resource, call.name);
  const patched = change(present(served, stored.object));
  if (!isJsonObject(patched)) throw badRequest('the patch does not leave an object');
  requirePatchedType(served, patched);
  const updated = updateObject(server, served, stored, patched, { ...options, part, verb: 'patch' });
  return warned(objectAnswer(200, call, updated), options);
}

/** What the client should know although its request succeeded. */
export function warned(answer: Answer, { warnings }: WriteOptions): Answer {
  if (warnings.length === 0) return answer;
  return withHeaders(answer, { warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`).join(', ') });
}

// A patch may not turn an object into something else, nor into what its kind cannot hold.
function requirePatchedType(served: ServedResource, patched: JsonObject): void {
  const { resource } = served;
  const complaint =
    stringAt(patched, 'kind') === resource.kind && stringAt(patched, 'apiVersion') === apiVersionOf(resource)
      ? shapeComplaint(resource, patched)
      : 'the patch changes the type of the object';
  if (complaint === undefined) return;
  throw invalid({ group: '', kind: '' }, '', [invalidValue('patch', JSON.stringify(patched), complaint)]);
}

/** A single object goes. */
export function remove(call: Call): Answer {
  const { server, served } = call;
  const options = deleteOptions(call);
  const stored = existing(call);
  if (!stored) throw notFound(served.resource, call.name);
  const { object, deleted } = deleteObject(server, served, stored, options);
  const code = !deleted && options.orphanDependents === false ? 202 : 200;
  if (!deleted || served.traits.returnsDeleted) return objectAnswer(code, call, object);
  return deletedAnswer(served, stored);
}

/** All objects of a selection go; the answer lists them. */
export async function removeCollection(call: Call): Promise<Answer> {
  const { server, served, query, namespace } = call;
  const options = deleteOptions(call);
  const page = await listPage(server, served, namespace, parseListOptions(query, false, served));
  for (const { key } of page.items) {
    // An earlier deletion may have taken this one along.
    const stored = served.store.get(key);
    if (stored) deleteObject(server, served, stored, options);
  }
  return listAnswer(call, page);
}

function existing({ served, name, namespace }: Call): StoredObject | undefined {
  return served.store.get(storageKey(name, namespace));
}

/** The object that a subresource belongs to. */
export function target(call: Call): StoredObject {
  const stored = existing(call);
  if (!stored) throw notFound(call.served.resource, call.name);
  return stored;
}

/** A single object in the shape that the client asked for. */
export function objectAnswer(code: number, { server, served, negotiated }: Call, object: JsonObject): Answer {
  const { shape, includeObject } = negotiated;
  switch (shape) {
    case 'object':
      return bytesAnswer(code, Buffer.concat([served.store.codec.encode(present(served, object)), newline]));
    case 'PartialObjectMetadata':
      return jsonAnswer(code, partialObject(object));
    case 'Table': {
      const resourceVersion = stringAt(objectAt(object, 'metadata'), 'resourceVersion') ?? '';
      return jsonAnswer(
        code,
        table(server, served, { objects: [object], metadata: { resourceVersion }, includeObject }),
      );
    }
    case 'PartialObjectMetadataList':
      throw wrongShape(served, 'list');
    default:
      return shape satisfies never;
  }
}

const newline = Buffer.from('\n');

function deletedAnswer({ resource }: ServedResource, { name, uid }: StoredObject): Answer {
  const group = resource.group === '' ? {} : { group: resource.group };
  return jsonAnswer(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...group, kind: resource.plural, uid },
  });
}

function bodyObject({ request, served }: Call): JsonObject {
  const { resource, custom } = served;
  const object = decodeBody(request, resource.kind);
  const kind = stringAt(object, 'kind') ?? '';
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  const text = bodyText(request).trim();
  if (custom && kind === '')
    throw badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind}): Object 'Kind' is missing in '${text}' (${text.slice(0, 30)}${text.length > 30 ? ' ...' : ''})`,
    );
  const expected = apiVersionOf(resource);
  if (custom && apiVersion === expected && kind !== resource.kind) {
    const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
    throw invalid({ group: resource.group, kind }, name, [
      invalidValue('kind', kind, `must be ${resource.kind}`),
    ]);
  }
  if ((kind !== '' && kind !== resource.kind) || (apiVersion !== '' && apiVersion !== expected))
    throw badRequest(wrongType(served, kind || resource.kind, apiVersion || expected));
  const complaint = shapeComplaint(resource, object);
  if (complaint !== undefined) throw badRequest(`${cannotBeHandled(resource)}: ${complaint}`);
  return object;
}

function cannotBeHandled({ kind, version }: Resource): string {
  return `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}`;
}

function wrongType({ resource, custom }: ServedResource, kind: string, apiVersion: string): string {
  const expected = apiVersionOf(resource);
  if (custom)
    return `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
  const version = apiVersion.split('/').at(-1) ?? '';
  const start = `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${resource.kind}`;
  if (apiVersion !== expected)
    return `${start}: no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
  const internal = `${resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '')}.${resource.kind}`;
  return `${start}: converting (${version}.${kind}) to (${internal}): unknown conversion`;
}

type Patching = (object: JsonObject) => Json;

const maxJsonPatchOperations = 10_000;

function patchOf(call: Call): Patching {
  const { request, server, served } = call;
  switch (contentType(request)) {
    case 'application/merge-patch+json': {
      const body = decodePatch(bodyText(request));
      if (!isJsonObject(body)) throw wrongPatch(body, 'map[string]interface {}');
      return (object) => mergePatch(object, body);
    }
    case 'application/json-patch+json': {
      const operations = decodePatch(bodyText(request));
      if (!isJsonArray(operations)) throw wrongPatch(operations, '[]handlers.jsonPatchOp');
      if (operations.length > maxJsonPatchOperations)
        throw new StatusError(
          413,
          'RequestEntityTooLarge',
          `Request entity too large: The allowed maximum operations in a JSON patch is ${maxJsonPatchOperations}, got ${operations.length}`,
          {},
        );
      return (object) => applied(object, operations);
    }
    case 'application/strategic-merge-patch+json': {
      const rules = rulesOf(server, served);
      if (served.custom || !rules) throw unknownPatchType(call);
      const body = decodePatch(bodyText(request), '');
      if (!isJsonObject(body)) throw wrongPatch(body, 'map[string]interface {}', '');
      return (object) => strategicallyMerged(object, body, rules);
    }
    default:
      throw unknownPatchType(call);
  }
}

function strategicallyMerged(object: JsonObject, body: JsonObject, rules: ValueRules): Json {
  try {
    return strategicMerge(object, body, rules);
  } catch (error) {
    if (error instanceof StrategicMergeError) throw unclassified(error.message);
    throw error;
  }
}

function wrongPatch(body: Json, type: string, prefix = 'error decoding patch: '): StatusError {
  const found = isJsonArray(body) ? 'array' : body === null ? 'null' : typeof body;
  return badRequest(`${prefix}json: cannot unmarshal ${found} into Go value of type ${type}`);
}

function unknownPatchType({ request, served }: Call): StatusError {
  if (contentType(request) !== 'application/strategic-merge-patch+json')
    return new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  if (!served.custom)
    return notImplemented(`strategic merge patches of ${served.resource.kind} without merge rules`);
  return unsupportedMediaType([
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/apply-patch+yaml',
  ]);
}

function applied(object: JsonObject, operations: readonly Json[]): Json {
  try {
    return jsonPatch(object, operations);
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    const message = 'the server rejected our request due to an error in our request';
    throw new StatusError(422, 'Invalid', message, {});
  }
}

// A body wins over the query.
function deleteOptions({ request, query }: Call): DeleteOptions {
  const { dryRun } = parseWriteQuery(query, request.headers, 'DeleteOptions');
  if (bodyText(request).trim() === '')
    return {
      dryRun,
      gracePeriodSeconds: query.integer('gracePeriodSeconds'),
      propagationPolicy: policy(query.text('propagationPolicy') || undefined),
      orphanDependents: query.flag('orphanDependents'),
      uid: undefined,
      resourceVersion: undefined,
    };
  const body = decodeBody(request, 'DeleteOptions');
  const preconditions = objectAt(body, 'preconditions');
  const orphan = valueAt(body, 'orphanDependents');
  refuse(dryRunFaults(stringsAt(body, 'dryRun')), 'DeleteOptions');
  if (typeof orphan === 'boolean' && stringAt(body, 'propagationPolicy') !== undefined)
    refuse(
      [
        invalidValue(
          'propagationPolicy',
          stringAt(body, 'propagationPolicy'),
          'orphanDependents and deletionPropagation cannot be both set',
        ),
      ],
      'DeleteOptions',
    );
  return {
    dryRun: dryRun || stringsAt(body, 'dryRun').includes('All'),
    gracePeriodSeconds: numberAt(body, 'gracePeriodSeconds'),
    propagationPolicy: policy(stringAt(body, 'propagationPolicy')),
    orphanDependents: typeof orphan === 'boolean' ? orphan : undefined,
    uid: stringAt(preconditions, 'uid'),
    resourceVersion: stringAt(preconditions, 'resourceVersion'),
  };
}

const policies = ['Background', 'Foreground', 'Orphan'];

function policy(value: string | undefined): string | undefined {
  if (value !== undefined && !policies.includes(value))
    refuse(
      [unsupportedValue('propagationPolicy', value, ['Foreground', 'Background', 'Orphan', 'nil'])],
      'DeleteOptions',
    );
  return value;
}
