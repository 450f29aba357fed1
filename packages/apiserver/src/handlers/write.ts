// create, update, delete and deletecollection, from the request to the answer.

import { apiVersionOf, type HttpRequest } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { type JsonObject, numberAt, objectAt, stringAt, stringsAt, valueAt } from '../json/json.ts';
import type { Negotiated } from '../negotiation/accept.ts';
import { representation } from '../negotiation/representations.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import { unknownFields } from '../schema/admission.ts';
import type { ServerContext } from '../server-context.ts';
import { badRequest, invalid, invalidValue, notFound, unsupportedValue } from '../status-error.ts';
import { type StoredObject, storageKey } from '../storage/stored-object.ts';
import { createObject } from '../strategy/create.ts';
import { type DeleteOptions, deleteObject } from '../strategy/delete.ts';
import { metadataComplaint } from '../strategy/metadata.ts';
import { updateObject } from '../strategy/update.ts';
import type { WriteOptions } from '../strategy/write-options.ts';
import { cannotBeHandled, notRegistered, tellOf } from '../types/complaints.ts';
import { kindSchema } from '../types/kind-schema.ts';
import { kindIn, typeOf } from '../types/type-names.ts';
import { type Answer, bytesAnswer, jsonAnswer, withHeaders } from './answer.ts';
import { type Body, hasBody, readBody } from './body.ts';
import { asKind, complaintsOf, decodeDeleteOptions } from './kind-body.ts';
import { listAnswer, wrongShape } from './list-answer.ts';
import { parseListOptions } from './list-options.ts';
import type { Query } from './query.ts';
import { listPage } from './read.ts';
import { dryRunFaults, parseWriteQuery, refuse, type WriteQuery } from './write-query.ts';

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
  const object = bodyObject(call, options);
  const created = createObject(server, served, { ...options, namespace, object });
  return warned(objectAnswer(201, call, created), options);
}

export function update(call: Call, part: 'main' | 'status'): Answer {
  const { server, served, namespace, request, query } = call;
  const options = parseWriteQuery(query, request.headers, 'UpdateOptions');
  const object = bodyObject(call, options);
  const stored = existing(call);
  if (stored) {
    const old = stored.object;
    const updated = updateObject(server, served, { ...options, stored, old, object, part, verb: 'update' });
    return warned(objectAnswer(200, call, updated), options);
  }
  if (!served.traits.createOnUpdate || part === 'status') throw notFound(served.resource, call.name);
  const name = stringAt(objectAt(object, 'metadata'), 'name');
  if (name !== call.name)
    throw badRequest(
      `the name of the object (${name ?? ''}) does not match the name on the URL (${call.name})`,
    );
  const created = createObject(server, served, { ...options, namespace, object });
  return warned(objectAnswer(201, call, created), options);
}

/** What the client should know although its request succeeded. */
export function warned(answer: Answer, { warnings }: WriteOptions): Answer {
  return warnings.length === 0 ? answer : warnedOf(answer, ...warnings);
}

/** The answer with these warnings besides its own. */
export function warnedOf(answer: Answer, ...warnings: readonly string[]): Answer {
  const own = answer.headers['warning'];
  const all = [
    ...(own === undefined ? [] : [own]),
    ...warnings.map((text) => `299 - ${JSON.stringify(text)}`),
  ];
  return withHeaders(answer, { warning: all.join(', ') });
}

/** A single object goes. */
export function remove(call: Call): Answer {
  const { server, served } = call;
  const options = deleteOptions(call);
  const stored = existing(call);
  if (!stored) throw notFound(served.resource, call.name);
  const open = options.propagationPolicy === undefined && options.orphanDependents === undefined;
  const orphans = open ? served.kind.orphansDependents : undefined;
  const wanted = orphans === undefined ? options : { ...options, propagationPolicy: 'Orphan' };
  const { stored: last, deleted } = deleteObject(server, served, { ...wanted, stored });
  const code = !deleted && options.orphanDependents === false ? 202 : 200;
  const whole = !deleted || served.traits.returnsDeleted;
  const answer = whole ? objectAnswer(code, call, last) : deletedAnswer(served, stored);
  return orphans === undefined ? answer : warnedOf(answer, orphans);
}

/** All objects of a selection go; the answer lists them. */
export async function removeCollection(call: Call): Promise<Answer> {
  const { server, served, query, namespace } = call;
  const options = deleteOptions(call);
  const page = await listPage(server, served, namespace, parseListOptions(query, false, served));
  for (const { key } of page.items) {
    // An earlier deletion may have taken this one along.
    const stored = served.store.get(key);
    if (stored) deleteObject(server, served, { ...options, stored });
  }
  return listAnswer(call, page);
}

export function existing({ served, name, namespace }: Call): StoredObject | undefined {
  return served.store.get(storageKey(name, namespace));
}

/** The object that a subresource belongs to. */
export function target(call: Call): StoredObject {
  const stored = existing(call);
  if (!stored) throw notFound(call.served.resource, call.name);
  return stored;
}

/** A single object in the shape that the client asked for. */
export function objectAnswer(
  code: number,
  { server, served, negotiated }: Pick<Call, 'server' | 'served' | 'negotiated'>,
  stored: StoredObject,
): Answer {
  if (negotiated.shape === 'PartialObjectMetadataList') throw wrongShape(served, 'list');
  const { encode } = representation(server, served, negotiated);
  return bytesAnswer(code, Buffer.concat([encode(stored), newline]));
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

function bodyObject(call: Call, options: WriteQuery): JsonObject {
  const { request, served } = call;
  const { resource } = served;
  const schema = kindSchema(served);
  const body = readBody(request, resource, schema);
  if (served.custom) requireCustomKind(served, body);
  const kind = stringAt(body.object, 'kind') ?? '';
  const apiVersion = stringAt(body.object, 'apiVersion') ?? '';
  const expected = apiVersionOf(resource);
  if ((kind !== '' && kind !== resource.kind) || (apiVersion !== '' && apiVersion !== expected))
    throw badRequest(wrongType(served, kind || resource.kind, apiVersion || expected));
  if (schema) return asKind(body, resource, options);
  const complaint = metadataComplaint(body.object, resource.kind);
  if (complaint !== undefined) throw badRequest(`${cannotBeHandled(resource)}: ${complaint}`);
  tellOfRepeats(served, body, options);
  return body.object;
}

function requireCustomKind({ resource }: ServedResource, body: Body): void {
  const kind = stringAt(body.object, 'kind') ?? '';
  const text = body.text.trim();
  if (kind === '')
    throw badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind}): Object 'Kind' is missing in '${text}' (${text.slice(0, 30)}${text.length > 30 ? ' ...' : ''})`,
    );
  if (stringAt(body.object, 'apiVersion') === apiVersionOf(resource) && kind !== resource.kind) {
    const name = stringAt(objectAt(body.object, 'metadata'), 'name') ?? '';
    throw invalid({ group: resource.group, kind }, name, [
      invalidValue('kind', kind, `must be ${resource.kind}`),
    ]);
  }
}

// Its unknown fields are told of where a custom object is pruned; a refusal names both at once.
function tellOfRepeats(served: ServedResource, body: Body, options: WriteQuery): void {
  if (body.repeated === undefined && body.repeatedLines.length === 0) return;
  const unknown = options.fieldValidation === 'Strict' ? unknownFields(served, body.object) : [];
  tellOf(complaintsOf(body, unknown), served.resource, options);
}

function wrongType({ resource, custom }: ServedResource, kind: string, apiVersion: string): string {
  const expected = apiVersionOf(resource);
  const known = schemas(typeOf(kindIn(apiVersion, kind))) !== undefined;
  if (custom || (known && apiVersion !== expected))
    return `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`;
  const version = apiVersion.split('/').at(-1) ?? '';
  const start = cannotBeHandled({ kind, version }, resource.kind);
  if (!known) return `${start}: ${notRegistered(kind, apiVersion)}`;
  const internal = `${resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '')}.${resource.kind}`;
  return `${start}: converting (${version}.${kind}) to (${internal}): unknown conversion`;
}

// A body wins over the query.
function deleteOptions({ request, query }: Call): DeleteOptions {
  const { dryRun } = parseWriteQuery(query, request.headers, 'DeleteOptions');
  if (!hasBody(request))
    return {
      dryRun,
      gracePeriodSeconds: query.integer('gracePeriodSeconds'),
      propagationPolicy: policy(query.text('propagationPolicy') || undefined),
      orphanDependents: query.flag('orphanDependents'),
      uid: undefined,
      resourceVersion: undefined,
    };
  const body = decodeDeleteOptions(request);
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
