// The scale of an object: its number of replicas, whatever kind holds it and wherever it does.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/registry/customresource/etcd.go (ScaleREST)

import {
  isJsonObject,
  type Json,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
  valueAtPath,
  withKey,
} from '../json/json.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { keysOf, type ScalePaths } from '../registry/scale-paths.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import {
  badRequest,
  conflict,
  methodNotAllowed,
  notImplemented,
  objectModified,
  StatusError,
  unclassified,
} from '../status-error.ts';
import { updateObject } from '../strategy/update.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import { bodyText, contentType, decodePatch } from './body.ts';
import { decodeKind } from './kind-body.ts';
import { type Call, target, warned } from './write.ts';
import { parseWriteQuery } from './write-query.ts';

// The built-in kinds that can be scaled agree on these; their selector is one of labels, not a string.
const builtinPaths: ScalePaths = {
  specReplicas: '.spec.replicas',
  statusReplicas: '.status.replicas',
  labelSelector: undefined,
};

const scaleKind = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

export function scale(call: Call): Answer {
  const { request, query, server, served } = call;
  const stored = target(call);
  const current = scaleOf(served, stored.object);
  const path = (served.scale ?? builtinPaths).specReplicas;
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (replicasOf(current) !== undefined) return jsonAnswer(200, current);
      throw new StatusError(
        500,
        'InternalError',
        `Internal error occurred: the spec replicas field ${JSON.stringify(path)} does not exist`,
      );
    case 'PUT':
    case 'PATCH': {
      const kind = request.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions';
      const options = parseWriteQuery(query, request.headers, kind);
      const next =
        request.method === 'PUT'
          ? decodeKind(server, request, scaleKind, options)
          : patchedScale(call, current);
      const version = stringAt(objectAt(next, 'metadata'), 'resourceVersion') ?? '';
      if (version !== '' && version !== String(stored.revision))
        throw conflict(served.resource, stored.name, objectModified);
      // As in Go, a scale that says nothing says 0; one that was patched without it was never set.
      const replicas = replicasOf(next) ?? (request.method === 'PUT' ? 0 : undefined);
      if (replicas === undefined)
        throw badRequest(`the spec replicas field ${JSON.stringify(path)} cannot be empty`);
      if (replicas < 0 || !Number.isInteger(replicas))
        throw badRequest('spec.replicas must be a whole number of at least 0');
      const updated = updateObject(server, served, stored, withReplicas(stored.object, path, replicas), {
        ...options,
        part: 'main',
        verb: 'patch',
      });
      return warned(jsonAnswer(200, scaleOf(served, updated)), options);
    }
    default:
      throw methodNotAllowed(undefined, request.method);
  }
}

function patchedScale({ request }: Call, current: JsonObject): JsonObject {
  const type = contentType(request);
  if (type !== 'application/merge-patch+json' && type !== 'application/strategic-merge-patch+json')
    throw notImplemented(`patches of type ${type} of a scale`);
  const patched = mergePatch(current, decodePatch(bodyText(request)));
  return isJsonObject(patched) ? patched : current;
}

function replicasOf(scale: JsonObject): number | undefined {
  return numberAt(objectAt(scale, 'spec'), 'replicas');
}

function withReplicas(object: JsonObject, path: string, replicas: number): JsonObject {
  const set = (value: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject =>
    withKey(value, key, rest.length === 0 ? replicas : set(objectAt(value, key), rest));
  return set(object, keysOf(path));
}

function scaleOf(served: ServedResource, object: JsonObject): JsonObject {
  const { specReplicas, statusReplicas, labelSelector } = served.scale ?? builtinPaths;
  const metadata = objectAt(object, 'metadata');
  const keep = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp'];
  // Without defaulting a built-in workload that says nothing has one replica.
  const replicas = numberAtPath(object, specReplicas) ?? (served.custom ? undefined : 1);
  const selector = served.custom ? stringAtPath(object, labelSelector) : labelsOf(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: Object.fromEntries(
      keep.flatMap((key): [string, Json][] => {
        const value = valueAt(metadata, key);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    spec: { ...(replicas !== undefined && { replicas }) },
    status: {
      replicas: numberAtPath(object, statusReplicas) ?? 0,
      ...(selector !== '' && { selector }),
    },
  };
}

function labelsOf(object: JsonObject): string {
  const labels =
    valueAtPath(object, ['spec', 'selector', 'matchLabels']) ?? valueAtPath(object, ['spec', 'selector']);
  if (!isJsonObject(labels)) return '';
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
    .toSorted()
    .join(',');
}

function numberAtPath(object: JsonObject, path: string): number | undefined {
  const value = valueAtPath(object, keysOf(path));
  if (value === undefined || typeof value === 'number') return value;
  throw mistyped(path, value, 'int64');
}

function stringAtPath(object: JsonObject, path: string | undefined): string {
  const value = path === undefined || path === '' ? '' : (valueAtPath(object, keysOf(path)) ?? '');
  if (typeof value === 'string') return value;
  throw mistyped(path ?? '', value, 'string');
}

function mistyped(path: string, value: Json, wanted: string): StatusError {
  return unclassified(`${path} accessor error: the type is ${typeof value}, expected ${wanted}`);
}
