// Server-side apply: the body is all that its manager wants, not a change.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/

import { apiVersionOf } from '@kube-rx/core';
import type { Admission } from '../admission/admission.ts';
import { kubectl, withLastApplied } from '../apply/last-applied.ts';
import { type OwnedWrite, ownByApply } from '../apply/managed-fields.ts';
import { type ConvertTo, ownedWrite, type Part } from '../apply/ownership.ts';
import { converting } from '../conversion/converted-owners.ts';
import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type JsonObject,
  objectAt,
  stringAt,
  textAt,
  valueAt,
  without,
} from '../json/json.ts';
import { kindSchema, present, type ServedResource } from '../registry/served-resource.ts';
import { configShape } from '../schema/config-shape.ts';
import {
  badRequest,
  conflict,
  nameMismatch,
  nameMissing,
  notFound,
  refusing,
  unclassified,
} from '../status-error.ts';
import { decodeCustom, metadataType } from '../strategy/metadata.ts';
import { configComplaints, joinedComplaints, keylessComplaints, unownable } from '../types/applied-config.ts';
import { UndecodableError } from '../types/complaints.ts';
import { converterMismatch } from '../types/converter-words.ts';
import { decodeTyped } from '../types/decoder.ts';
import { jsonName } from '../types/json-mismatch.ts';
import { kindIn } from '../types/type-names.ts';
import type { Answer } from './answer.ts';
import { bodySource } from './body.ts';
import { type Call, existing, existingSeen } from './call.ts';
import { created, updated } from './write.ts';
import { parseWriteQuery, type WriteQuery } from './write-query.ts';
import { readYamlBody } from './yaml-body.ts';

export function* apply(call: Call, part: Part): Admission<Answer> {
  const { server, served, name } = call;
  const parsed = parseWriteQuery(call, 'ApplyOptions');
  const options = { ...parsed, ownership: { kind: 'decided' as const }, isApplied: true };
  const stored = yield* existingSeen(call);
  if (!stored && (part === 'status' || call.subresource !== undefined)) throw notFound(served.resource, name);
  const config = configOf(call, options);
  const owned = (convert: ConvertTo | undefined): OwnedWrite & { readonly force: boolean } => ({
    ...ownedWrite(server, served, {
      manager: options.fieldManager,
      operation: 'Apply',
      part,
      subresource: call.subresource,
      convert,
    }),
    force: options.force,
  });
  if (!stored) {
    const object = storable(served, ownByApply({}, config, owned(undefined)));
    const uid = textAt(config, 'metadata', 'uid');
    if (uid !== '') throw conflict(served.resource, name, uidOfNone(uid));
    return yield* created(call, options, object);
  }
  const old = stored.object;
  const live = present(served, old);
  requireOwnable(served, live);
  const applied = yield* converting(server, served, (convert) => ownByApply(live, config, owned(convert)));
  const told = options.fieldManager === kubectl ? withLastApplied(applied, config) : applied;
  const object = storable(served, told);
  return yield* updated(call, { ...options, stored, old, object, part });
}

// Of an object with something that nobody can own there are no owners to begin with.
function requireOwnable(served: ServedResource, live: JsonObject): void {
  const isOwned = arrayAt(live, 'metadata', 'managedFields').length > 0;
  if (isOwned && !served.custom) return;
  const why = (served.custom ? unownable : keylessComplaints)(configShape(served), live);
  if (why.length === 0) return;
  const what = describeConfig(served, live);
  throw unclassified(
    isOwned
      ? `failed to create typed live object ${what}: ${joinedComplaints(why)}`
      : `failed to create manager for existing fields: failed to convert new object ${what} to smd typed: ${joinedComplaints(why)}`,
  );
}

function uidOfNone(uid: string): string {
  return `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
}

/** The config in the body of a request, as one of the object that the request names. */
export function configOf(call: Call, options: WriteQuery): JsonObject {
  const config = givenConfig(call, options);
  const { served, name, namespace } = call;
  requireConvertible(served, config);
  const metadata = objectAt(config, 'metadata');
  // What is there already has a name.
  const given = stringAt(metadata, 'name') ?? (existing(call) ? name : '');
  if (given === '') throw nameMissing(name);
  if (given !== name) throw nameMismatch(given, name);
  const isNamespaced = served.resource.scope === 'Namespaced';
  const scope = isNamespaced ? { namespace: stringAt(metadata, 'namespace') ?? namespace } : {};
  return { ...config, metadata: { ...metadata, name, ...scope } };
}

/** The config in the body of a request; a body that is none of the kind is refused. */
export function givenConfig({ request, served }: Call, options: WriteQuery): JsonObject {
  const { resource } = served;
  const { value: body, repeats } = readYamlBody(bodySource(request));
  if (repeats.length > 0 && options.fieldValidation === 'Strict')
    throw badRequest(
      `error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  ${repeats.join('\n  ')}`,
    );
  if (options.fieldValidation === 'Warn') options.warnings.push(...repeats);
  if (body !== null && !isJsonObject(body))
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonName(body)} into Go value of type map[string]interface {}`,
    );
  const [apiVersion, kind] = [textAt(body, 'apiVersion'), textAt(body, 'kind')];
  if (body === null || apiVersion !== apiVersionOf(resource) || kind !== resource.kind) {
    const { group, version } = kindIn(apiVersion, kind);
    throw badRequest(`invalid object type: ${group}/${version}, Kind=${kind}`);
  }
  // Whatever the client wants done about unknown fields: apply owns fields, and cannot own what is not there.
  requireNone(served, body, configComplaints(configShape(served), body));
  if (isJsonArray(valueAt(body, 'metadata', 'managedFields')))
    throw badRequest('metadata.managedFields must be nil');
  return served.custom ? withReadableTimes(body) : body;
}

// What cannot be read as a time is none.
function withReadableTimes(config: JsonObject): JsonObject {
  const metadata = objectAt(config, 'metadata');
  const times = ['creationTimestamp', 'deletionTimestamp'];
  const unreadable = times.filter((key) => !isReadable(metadata, key));
  return unreadable.length === 0 ? config : { ...config, metadata: without(metadata, ...unreadable) };
}

function isReadable(metadata: JsonObject, key: string): boolean {
  try {
    decodeTyped(metadataType, { [key]: valueAt(metadata, key) ?? null }, converterMismatch);
    return true;
  } catch (error) {
    if (error instanceof UndecodableError) return false;
    throw error;
  }
}

function requireNone(served: ServedResource, config: JsonObject, complaints: readonly string[]): void {
  if (complaints.length > 0)
    throw unclassified(
      `failed to create typed patch object ${describeConfig(served, config)}: ${joinedComplaints(complaints)}`,
    );
}

/** As messages name a config. */
export function describeConfig(
  { resource: { group, version, kind } }: ServedResource,
  config: JsonObject,
): string {
  const [namespace, name] = ['namespace', 'name'].map((key) => textAt(config, 'metadata', key));
  return `(${namespace ?? ''}/${name ?? ''}; ${group}/${version}, Kind=${kind})`;
}

function requireConvertible(served: ServedResource, config: JsonObject): void {
  if (served.custom) {
    refusing(UndecodableError, () => decodeCustom(config, served.resource.kind), badRequest);
    return;
  }
  const schema = kindSchema(served);
  if (!schema) return;
  const { group, version, kind } = served.resource;
  refusing(
    UndecodableError,
    () => decodeTyped(schema.type, config, converterMismatch),
    (why) =>
      unclassified(
        `failed to convert new object ${describeConfig(served, config)} to proper version: unable to convert unstructured object to ${group}/${version}, Kind=${kind}: ${why}`,
      ),
  );
}

// What is owned may be null or not in its stored form; what is stored may not.
function storable(served: ServedResource, object: JsonObject): JsonObject {
  const schema = kindSchema(served);
  if (served.custom) return decodeCustom(object, served.resource.kind).object;
  return schema ? decodeTyped(schema.type, object, converterMismatch).object : object;
}
