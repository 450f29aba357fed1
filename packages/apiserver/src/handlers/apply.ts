// Server-side apply: the body is all that its manager wants, not a change.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/

import { apiVersionOf } from '@kube-rx/core';
import { ownByApply } from '../apply/managed-fields.ts';
import { ownedWrite, type Part } from '../apply/ownership.ts';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  objectAt,
  stringAt,
  valueAt,
  without,
} from '../json/json.ts';
import { hasSubresource, present, type ServedResource } from '../registry/served-resource.ts';
import { pruneObject } from '../schema/admission.ts';
import { badRequest, notFound, notImplemented } from '../status-error.ts';
import { storageKey } from '../storage/stored-object.ts';
import { createObject } from '../strategy/create.ts';
import { updateObject } from '../strategy/update.ts';
import type { Answer } from './answer.ts';
import { bodyText } from './body.ts';
import { shapeComplaint } from './shape.ts';
import { type Call, objectAnswer, warned } from './write.ts';
import { parseWriteQuery } from './write-query.ts';
import { readYaml } from './yaml-body.ts';

export function apply(call: Call, part: Part): Answer {
  const { server, served, request, query, namespace, name } = call;
  const parsed = parseWriteQuery(query, request.headers, 'PatchOptions', true);
  const options = { ...parsed, ownership: { kind: 'decided' as const } };
  const body = configOf(call);
  const config = pruneObject(served, onlyPart(served, body, part), options.fieldValidation, options.warnings);
  const write = ownedWrite(server, served, { manager: options.fieldManager, operation: 'Apply', part });
  if (!write) throw notImplemented(`server-side apply of ${served.resource.kind} without merge rules`);
  const stored = served.store.get(storageKey(name, namespace));
  if (!stored) {
    if (part === 'status') throw notFound(served.resource, name);
    const fresh = ownByApply({}, config, write, options.force);
    return warned(objectAnswer(201, call, createObject(server, served, namespace, fresh, options)), options);
  }
  const merged = ownByApply(present(served, stored.object), config, write, options.force);
  const updated = updateObject(server, served, stored, merged, { ...options, part, verb: 'patch' });
  return warned(objectAnswer(200, call, updated), options);
}

function configOf({ request, served, name, namespace }: Call): JsonObject {
  const { resource } = served;
  const body = readYaml(bodyText(request)).value;
  if (!isJsonObject(body)) throw badRequest('error decoding YAML: the configuration is no object');
  const expected = apiVersionOf(resource);
  const apiVersion = stringAt(body, 'apiVersion') ?? '';
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  if (apiVersion !== expected || stringAt(body, 'kind') !== resource.kind)
    throw badRequest(
      `invalid object type: ${group ?? ''}/${version ?? ''}, Kind=${stringAt(body, 'kind') ?? ''}`,
    );
  const complaint = shapeComplaint(resource, body);
  if (complaint !== undefined) throw badRequest(complaint);
  const metadata = objectAt(body, 'metadata');
  if (isJsonArray(valueAt(metadata, 'managedFields'))) throw badRequest('metadata.managedFields must be nil');
  const given = stringAt(metadata, 'name') ?? name;
  if (given !== name)
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  const scope =
    resource.scope === 'Namespaced' ? { namespace: stringAt(metadata, 'namespace') ?? namespace } : {};
  return { ...body, metadata: { ...metadata, name, ...scope } };
}

function onlyPart(served: ServedResource, config: JsonObject, part: Part): JsonObject {
  if (part === 'main') return hasSubresource(served, 'status') ? without(config, 'status') : config;
  return without(config, 'spec');
}
