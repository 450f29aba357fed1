// The scale of an object: its number of replicas, whatever kind holds it and wherever it does.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/registry/customresource/etcd.go (ScaleREST)

import { apiVersionOf } from '@kube-rx/core';
import type { Admission } from '../admission/admission.ts';
import type { AdmissionRequest } from '../admission/attributes.ts';
import { readEntries, withManagedFields } from '../apply/managed-entry.ts';
import { ownByApply } from '../apply/managed-fields.ts';
import {
  holderOwners,
  ownedScale,
  ownScaleByUpdate,
  replicasByVersion,
  scaleWrite,
} from '../apply/scale-owners.ts';
import { withLiteral } from '../json/huge-number.ts';
import {
  isJsonObject,
  type JsonObject,
  jsonEquals,
  jsonText,
  objectAt,
  stringAt,
  textAt,
  withKey,
} from '../json/json.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import {
  badRequest,
  conflict,
  invalid,
  invalidValue,
  methodNotAllowed,
  nameMismatch,
  refusing,
  StatusError,
  unclassified,
} from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { namespaceMismatch } from '../strategy/create.ts';
import { updateObject } from '../strategy/update.ts';
import { cannotBeHandled, notRegistered, UndecodableError } from '../types/complaints.ts';
import { converterMismatch } from '../types/converter-words.ts';
import { decodeTyped } from '../types/decoder.ts';
import { kindIn } from '../types/type-names.ts';
import { type Answer, jsonAnswer, warned } from './answer.ts';
import { configOf, describeConfig, givenConfig } from './apply.ts';
import { bodyText, contentType, decodePatch } from './body.ts';
import { type Call, targetSeen } from './call.ts';
import { decodeKind } from './kind-body.ts';
import { writeOptions } from './operation-options.ts';
import { patchingOf } from './patch.ts';
import {
  printedScale,
  replicasOf,
  replicasPath,
  replicasPathIn,
  scaleOf,
  withReplicas,
} from './scale-object.ts';
import { parseWriteQuery, type WriteQuery } from './write-query.ts';

export function* scale(call: Call): Admission<Answer> {
  const { request, served } = call;
  const stored = yield* targetSeen(call);
  switch (request.method) {
    case 'GET': {
      const current = scaleOf(served, stored.object);
      if (replicasOf(current) !== undefined) return jsonAnswer(200, printedScale(current));
      throw noReplicas(replicasPath(served));
    }
    case 'PUT': {
      const options = parseWriteQuery(call, 'UpdateOptions');
      const given = decodeKind(request, scaleKind, options);
      return yield* updated(call, stored, { ...options, next: requireScale(call, given) });
    }
    case 'PATCH': {
      if (contentType(request) === 'application/apply-patch+yaml') return yield* applied(call, stored);
      const options = parseWriteQuery(call, 'PatchOptions');
      return yield* updated(call, stored, { ...options, next: patched(call, liveScale(call, stored)) });
    }
    default:
      throw methodNotAllowed(undefined, request.method);
  }
}

// The number of replicas, where there has been none yet.
const unset = -2_147_483_648;

// As the real server reads it before it is changed.
function liveScale({ server, served }: Call, { object }: StoredObject): JsonObject {
  const scale = scaleOf(served, object);
  const whole = replicasOf(scale) === undefined ? { ...scale, spec: { replicas: unset } } : scale;
  return ownedScale(printedScale(whole), object, replicasByVersion(server, served, replicasPathIn));
}

function noReplicas(path: string): StatusError {
  const message = `the spec replicas field ${JSON.stringify(path)} does not exist`;
  const details = { causes: [{ message }] };
  return new StatusError(500, 'InternalError', { message: `Internal error occurred: ${message}`, details });
}

const scaleKind = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
const autoscaling = 'autoscaling/v1';

function requireScale({ name }: Call, scale: JsonObject): JsonObject {
  const kind = stringAt(scale, 'kind') ?? scaleKind.kind;
  const apiVersion = stringAt(scale, 'apiVersion') ?? autoscaling;
  if (kind !== scaleKind.kind || apiVersion !== autoscaling)
    throw badRequest(
      `${cannotBeHandled(kindIn(apiVersion, kind), scaleKind.kind)}: ${notRegistered(kind, apiVersion)}`,
    );
  const given = stringAt(scale, 'metadata', 'name') ?? name;
  if (given !== name) throw nameMismatch(given, name);
  return scale;
}

function patched(call: Call, current: JsonObject): JsonObject {
  const { request, served } = call;
  // A scale has no lists, so that nothing is left to be strategic about.
  const simple = contentType(request) === 'application/strategic-merge-patch+json' && !served.custom;
  const patching = simple ? undefined : patchingOf(call);
  const next = patching ? patching.change(current) : mergePatch(current, decodePatch(bodyText(request), ''));
  if (!isJsonObject(next)) throw badRequest('the patch does not leave an object');
  const mismatch = patching ? patching.mismatch(current, next) : converterMismatch;
  return refusing(
    UndecodableError,
    () => decodeTyped(`${autoscaling}/Scale`, next, mismatch).object,
    (why) => {
      const told = patching ? withLiteral(why, patching.text) : why;
      return invalid({ group: '', kind: '' }, '', [invalidValue('patch', jsonText(next), told)]);
    },
  );
}

function* updated(
  call: Call,
  stored: StoredObject,
  { next, ...options }: WriteQuery & { readonly next: JsonObject },
): Admission<Answer> {
  const { ownership } = options;
  const live = liveScale(call, stored);
  const scale = ownership.kind === 'update' ? ownScaleByUpdate(live, next, ownership.manager) : next;
  return yield* scaledTo(call, stored, { ...options, scale });
}

function* scaledTo(
  call: Call,
  stored: StoredObject,
  { scale, ...options }: WriteQuery & { readonly scale: JsonObject },
): Admission<Answer> {
  const { server, served, request } = call;
  const old = stored.object;
  const path = replicasPath(served);
  // As in Go, a scale that says nothing says 0.
  const count = replicasOf(scale) ?? 0;
  if (served.custom && count === unset)
    throw badRequest(`the spec replicas field ${JSON.stringify(path)} cannot be empty`);
  requireReplicas(call, count);
  const isUpdate = request.method === 'PUT';
  if (!isUpdate && !served.custom) requireSame(call, stored, scale);
  const change = {
    ...options,
    ...(isUpdate && { verb: 'update' as const }),
    ownership: { kind: 'decided' as const },
    admission: admissionOf(call, options),
    stored,
    old,
    object: { ...withReplicas(old, path, count), metadata: scaledMetadata(call, old, scale) },
    part: 'main' as const,
    subresource: 'scale',
  };
  const next = yield* updateObject(server, served, change);
  return warned(jsonAnswer(200, printedScale(scaleOf(served, next.object))), options.warnings);
}

// Of the metadata of a scale its owners count, and what says which object in which state is meant.
function scaledMetadata({ request, server, served }: Call, old: JsonObject, scale: JsonObject): JsonObject {
  const replicas = replicasByVersion(server, served, replicasPathIn);
  const owners = holderOwners(old, scale, { replicas, apiVersion: apiVersionOf(served.resource) });
  const metadata = withKey(objectAt(old, 'metadata'), 'managedFields', owners);
  const given = request.method === 'PUT' ? ['uid', 'resourceVersion'] : ['resourceVersion'];
  return given.reduce((all, key) => {
    const value = textAt(scale, 'metadata', key);
    return value === '' ? all : withKey(all, key, value);
  }, metadata);
}

function requireReplicas({ served, name }: Call, replicas: number): void {
  if (replicas >= 0 && Number.isInteger(replicas)) return;
  if (served.custom) {
    const fault = invalidValue(replicasPath(served), replicas, 'should be a non-negative integer');
    throw invalid(served.resource, name, [fault]);
  }
  const fault = invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0');
  throw invalid({ group: 'autoscaling', kind: 'Scale' }, name, [fault]);
}

// Admission sees the scale in place of the object that holds it.
function admissionOf({ served, requester }: Call, options: WriteQuery): AdmissionRequest {
  const path = replicasPath(served);
  return {
    requester,
    options: () => writeOptions('UpdateOptions', options),
    shownAs: {
      kind: scaleKind,
      show: (object) => printedScale(scaleOf(served, object)),
      take: (object, shown) => withReplicas(object, path, replicasOf(shown) ?? 0),
    },
  };
}

// The real server fails to make a scale of what is a custom object to it.
const noScale = `request to convert CR to an invalid group/version: ${autoscaling}`;

function* applied(call: Call, stored: StoredObject): Admission<Answer> {
  const { served } = call;
  const options = parseWriteQuery(call, 'ApplyOptions');
  const shown = { ...served, custom: false, resource: { ...served.resource, ...scaleKind } };
  const asScale = { ...call, served: shown };
  const config = served.custom ? givenConfig(asScale, options) : configOf(asScale, options);
  const live = liveScale(call, stored);
  if (served.custom && readEntries(live).length === 0)
    throw unclassified(
      `failed to create manager for existing fields: failed to convert live object (/; autoscaling/v1, Kind=Scale) to proper version: ${noScale}`,
    );
  const write = { ...scaleWrite(options.fieldManager, 'Apply'), force: options.force };
  const scale = ownByApply(live, config, write);
  if (served.custom && !isSameButOwners(scale, live))
    throw unclassified(
      `failed to convert new object ${describeConfig(shown, config)} to proper version: ${noScale}`,
    );
  requireNamespace(call, scale);
  return yield* scaledTo(call, stored, { ...options, scale });
}

function isSameButOwners(a: JsonObject, b: JsonObject): boolean {
  return jsonEquals(withManagedFields(a, undefined), withManagedFields(b, undefined));
}

function requireNamespace({ namespace }: Call, scale: JsonObject): void {
  if (textAt(scale, 'metadata', 'namespace') !== namespace) throw badRequest(namespaceMismatch);
}

// A patch says by its uid which object is meant.
function requireSame({ served: { resource } }: Call, { name, uid }: StoredObject, scale: JsonObject): void {
  const given = textAt(scale, 'metadata', 'uid');
  if (given === '' || given === uid) return;
  const why = `Precondition failed: UID in precondition: ${given}, UID in object meta: ${uid}`;
  throw conflict({ ...resource, plural: `${resource.plural}/scale` }, name, why);
}
