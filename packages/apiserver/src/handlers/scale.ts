// The scale of an object: its number of replicas, whatever kind holds it and wherever it does.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/registry/customresource/etcd.go (ScaleREST)

import type { Admission } from '../admission/admission.ts';
import type { AdmissionRequest } from '../admission/attributes.ts';
import { ownByApply } from '../apply/managed-fields.ts';
import { ownedWrite } from '../apply/ownership.ts';
import { isJsonObject, type JsonObject, jsonText, stringAt, textAt, valueAt } from '../json/json.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import {
  badRequest,
  conflict,
  invalid,
  invalidValue,
  methodNotAllowed,
  nameMismatch,
  notImplemented,
  objectModified,
  StatusError,
} from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { updateObject } from '../strategy/update.ts';
import { cannotBeHandled, notRegistered } from '../types/complaints.ts';
import { jsonName } from '../types/decoder.ts';
import { kindIn } from '../types/type-names.ts';
import { type Answer, jsonAnswer, warned } from './answer.ts';
import { bodySource, bodyText, contentType, decodePatch } from './body.ts';
import { type Call, targetSeen } from './call.ts';
import { decodeKind } from './kind-body.ts';
import { writeOptions } from './operation-options.ts';
import { patchingOf } from './patch.ts';
import { printedScale, replicasOf, replicasPath, scaleOf, withReplicas } from './scale-object.ts';
import { parseWriteQuery, type WriteQuery } from './write-query.ts';
import { readYamlBody } from './yaml-body.ts';

export function* scale(call: Call): Admission<Answer> {
  const { request, served } = call;
  const stored = yield* targetSeen(call);
  const current = scaleOf(served, stored.object);
  switch (request.method) {
    case 'GET':
      if (replicasOf(current) !== undefined) return jsonAnswer(200, printedScale(current));
      throw noReplicas(replicasPath(served));
    case 'PUT': {
      const options = parseWriteQuery(call, 'UpdateOptions');
      const given = decodeKind(request, scaleKind, options);
      return yield* written(call, { ...options, stored, next: requireScale(call, given) });
    }
    case 'PATCH': {
      if (contentType(request) === 'application/apply-patch+yaml') return yield* applied(call, stored);
      const options = parseWriteQuery(call, 'PatchOptions');
      return yield* written(call, { ...options, stored, next: patched(call, current) });
    }
    default:
      throw methodNotAllowed(undefined, request.method);
  }
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
  const next = simple
    ? mergePatch(current, decodePatch(bodyText(request), ''))
    : patchingOf(call).change(current);
  const replicas = isJsonObject(next) ? valueAt(next, 'spec', 'replicas') : undefined;
  if (isJsonObject(next) && (replicas === undefined || typeof replicas === 'number')) return next;
  const complaint = `json: cannot unmarshal ${jsonName(replicas ?? null)} into Go struct field ScaleSpec.spec.replicas of type int32`;
  throw invalid({ group: '', kind: '' }, '', [invalidValue('patch', jsonText(next), complaint)]);
}

function* written(
  call: Call,
  write: WriteQuery & { stored: StoredObject; next: JsonObject },
): Admission<Answer> {
  const { stored, next } = write;
  const { request, server, served } = call;
  const version = textAt(next, 'metadata', 'resourceVersion');
  if (version !== '' && version !== String(stored.revision))
    throw conflict(served.resource, stored.name, objectModified);
  const path = replicasPath(served);
  // As in Go, a scale that says nothing says 0; one that was patched without it was never set.
  const replicas = replicasOf(next) ?? (request.method === 'PUT' ? 0 : undefined);
  if (replicas === undefined)
    throw badRequest(`the spec replicas field ${JSON.stringify(path)} cannot be empty`);
  requireReplicas(call, replicas);
  const old = stored.object;
  const object = withReplicas(old, path, replicas);
  const admission = admissionOf(call, write);
  const change = { ...write, admission, old, object, part: 'main', subresource: 'scale' } as const;
  const updated = yield* updateObject(server, served, change);
  return warned(jsonAnswer(200, printedScale(scaleOf(served, updated.object))), write.warnings);
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

// An apply owns the one field that a scale has, in the object that holds it.
function* applied(call: Call, stored: StoredObject): Admission<Answer> {
  const { request, server, served } = call;
  // The real server fails here with a 500, except where there is a conflict.
  if (served.custom) throw notImplemented('server-side apply of the scale of a custom resource');
  const options = parseWriteQuery(call, 'ApplyOptions');
  const body = readYamlBody(bodySource(request)).value;
  if (!isJsonObject(body)) throw badRequest('error decoding YAML: the configuration is no object');
  const replicas = replicasOf(requireScale(call, body));
  if (replicas === undefined) throw notImplemented('an apply of a scale without replicas');
  requireReplicas(call, replicas);
  const write = ownedWrite(server, served, {
    manager: options.fieldManager,
    operation: 'Apply',
    part: 'main',
    subresource: 'scale',
  });
  const config = withReplicas({}, replicasPath(served), replicas);
  const old = stored.object;
  const object = ownByApply(old, config, { ...write, force: options.force });
  const decided = { ...options, ownership: { kind: 'decided' as const } };
  const admission = admissionOf(call, options);
  const change = { ...decided, admission, stored, old, object, part: 'main', subresource: 'scale' } as const;
  const updated = yield* updateObject(server, served, change);
  return jsonAnswer(200, printedScale(scaleOf(served, updated.object)));
}
