// create, update, patch, delete and deletecollection, from the request to the answer.

import { apiVersionOf, type HttpRequest } from '@kube-rx/core';
import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
} from '../json/json.ts';
import { JsonPatchError, jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { present, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, notFound, StatusError, unsupportedMediaType } from '../status-error.ts';
import { type StoredObject, storageKey } from '../storage/stored-object.ts';
import { createObject } from '../strategy/create.ts';
import { type DeleteOptions, deleteObject } from '../strategy/delete.ts';
import { updateObject } from '../strategy/update.ts';
import { type Answer, bytesAnswer, jsonAnswer } from './answer.ts';
import { bodyText, contentType, decodeBody, decodeJson } from './body.ts';
import { parseListOptions } from './list-options.ts';
import type { Query } from './query.ts';
import { listAnswer, listPage } from './read.ts';

/** One request for one resource. */
export interface Call {
  readonly server: ServerContext;
  readonly served: ServedResource;
  readonly request: HttpRequest;
  readonly query: Query;
  readonly namespace: string;
  /** `''` for a collection. */
  readonly name: string;
}

export function create(call: Call): Answer {
  const { server, served, namespace } = call;
  const object = bodyObject(call);
  const created = createObject(server, served, namespace, object, { dryRun: isDryRun(call) });
  return objectAnswer(201, served, created);
}

export function update(call: Call, part: 'main' | 'status'): Answer {
  const { server, served, namespace } = call;
  const object = bodyObject(call);
  const stored = existing(call);
  const dryRun = isDryRun(call);
  if (stored)
    return objectAnswer(
      200,
      served,
      updateObject(server, served, stored, object, { dryRun, part, names: true }),
    );
  if (!served.traits.createOnUpdate || part === 'status') throw notFound(served.resource, call.name);
  const name = stringAt(objectAt(object, 'metadata'), 'name');
  if (name !== call.name)
    throw badRequest(
      `the name of the object (${name ?? ''}) does not match the name on the URL (${call.name})`,
    );
  return objectAnswer(201, served, createObject(server, served, namespace, object, { dryRun }));
}

export function patch(call: Call, part: 'main' | 'status'): Answer {
  const { server, served } = call;
  const change = patchOf(call);
  const stored = existing(call);
  if (!stored) throw notFound(served.resource, call.name);
  const patched = change(present(served, stored.object));
  if (!isJsonObject(patched)) throw badRequest('the patch does not leave an object');
  const options = { dryRun: isDryRun(call), part, names: false };
  return objectAnswer(200, served, updateObject(server, served, stored, patched, options));
}

/** A single object goes. */
export function remove(call: Call): Answer {
  const { server, served } = call;
  const options = deleteOptions(call);
  const stored = existing(call);
  if (!stored) throw notFound(served.resource, call.name);
  const { object, deleted } = deleteObject(server, served, stored, options);
  const code = !deleted && options.orphanDependents === false ? 202 : 200;
  if (!deleted || served.traits.returnsDeleted) return objectAnswer(code, served, object);
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
  return listAnswer(served, page);
}

function existing({ served, name, namespace }: Call): StoredObject | undefined {
  return served.store.get(storageKey(name, namespace));
}

export function objectAnswer(code: number, served: ServedResource, object: JsonObject): Answer {
  const bytes = served.store.codec.encode(present(served, object));
  return bytesAnswer(code, Buffer.concat([bytes, newline]));
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
  const object = decodeBody(request) ?? {};
  const { resource, custom } = served;
  const kind = stringAt(object, 'kind') ?? '';
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  if (custom && kind === '') throw badRequest(`Object 'Kind' is missing in '${bodyText(request).trim()}'`);
  const expected = apiVersionOf(resource);
  if ((kind !== '' && kind !== resource.kind) || (apiVersion !== '' && apiVersion !== expected))
    throw badRequest(wrongType(served, kind || resource.kind, apiVersion || expected));
  return object;
}

function wrongType({ resource, custom }: ServedResource, kind: string, apiVersion: string): string {
  const expected = apiVersionOf(resource);
  if (custom || apiVersion !== expected)
    return `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
  return `${kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}: no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`;
}

function isDryRun({ query }: Call): boolean {
  return dryRunValue(query.has('dryRun') ? query.text('dryRun') : undefined);
}

function dryRunValue(value: string | undefined): boolean {
  if (value !== undefined && value !== 'All' && value !== '')
    throw badRequest(`dryRun: Unsupported value: ${JSON.stringify(value)}: supported values: "All"`);
  return value === 'All';
}

type Patching = (object: JsonObject) => Json;

const maxJsonPatchOperations = 10_000;

function patchOf({ request, served }: Call): Patching {
  const types = ['application/json-patch+json', 'application/merge-patch+json'];
  switch (contentType(request)) {
    case 'application/merge-patch+json': {
      const body = decodeJson(bodyText(request));
      if (!isJsonObject(body)) throw badRequest('the merge patch is no object');
      return (object) => mergePatch(object, body);
    }
    case 'application/json-patch+json': {
      const operations = decodeJson(bodyText(request));
      if (!isJsonArray(operations)) throw badRequest('the JSON patch is no array');
      if (operations.length > maxJsonPatchOperations)
        throw new StatusError(
          413,
          'RequestEntityTooLarge',
          `Request entity too large: The allowed maximum operations in a JSON patch is ${maxJsonPatchOperations}, got ${operations.length}`,
          {},
        );
      return (object) => applied(object, operations);
    }
    default:
      throw unsupportedMediaType(
        served.custom ? types : [...types, 'application/strategic-merge-patch+json'],
      );
  }
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
function deleteOptions(call: Call): DeleteOptions {
  const { query, request } = call;
  const body = decodeBody(request);
  if (!body)
    return {
      dryRun: isDryRun(call),
      gracePeriodSeconds: query.integer('gracePeriodSeconds'),
      propagationPolicy: policy(query.text('propagationPolicy') || undefined),
      orphanDependents: query.flag('orphanDependents'),
      uid: undefined,
      resourceVersion: undefined,
    };
  const preconditions = objectAt(body, 'preconditions');
  const orphan = valueAt(body, 'orphanDependents');
  const dryRun = valueAt(body, 'dryRun');
  return {
    dryRun:
      dryRunValue(isJsonArray(dryRun) && typeof dryRun[0] === 'string' ? dryRun[0] : undefined) ||
      isDryRun(call),
    gracePeriodSeconds: numberAt(body, 'gracePeriodSeconds'),
    propagationPolicy: policy(stringAt(body, 'propagationPolicy')),
    orphanDependents: typeof orphan === 'boolean' ? orphan : undefined,
    uid: stringAt(preconditions, 'uid'),
    resourceVersion: stringAt(preconditions, 'resourceVersion'),
  };
}

const policies = ['Background', 'Foreground', 'Orphan'];

function policy(value: string | undefined): string | undefined {
  if (value === undefined || policies.includes(value)) return value;
  throw badRequest(
    `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: ${JSON.stringify(value)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
  );
}
