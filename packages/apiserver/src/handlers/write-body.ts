// The object in the body of a create or an update, refused where it is not of the kind.

import { apiVersionOf } from '@kube-rx/core';
import { withStartOver } from '../apply/claimed-owners.ts';
import { type JsonObject, stringAt, textAt } from '../json/json.ts';
import { kindSchema, type ServedResource } from '../registry/served-resource.ts';
import { unknownFields } from '../schema/admission.ts';
import { badRequest, invalid, invalidValue, refusing } from '../status-error.ts';
import { decodeCustom } from '../strategy/metadata.ts';
import { cannotBeHandled, tellOf, UndecodableError } from '../types/complaints.ts';
import { type Body, readBody } from './body.ts';
import type { Call } from './call.ts';
import { asKind, complaintsOf, requireKind } from './kind-body.ts';
import type { WriteQuery } from './write-query.ts';

export function bodyObject(call: Call, options: WriteQuery): JsonObject {
  const { request, served } = call;
  const { resource } = served;
  const schema = kindSchema(served);
  const read = readBody(request, resource, schema);
  const body = { ...read, object: withStartOver(read.object) };
  if (served.custom) requireCustomKind(served, body);
  requireKind(body.object, resource, served.custom);
  if (schema) return asKind(body, resource, options);
  const { object, unknown } = refusing(
    UndecodableError,
    () => decodeCustom(body.object, resource.kind),
    (why) => badRequest(`${cannotBeHandled(resource)}: ${why}`),
  );
  const found = complaintsOf(body, unknown);
  // Unknown fields beside metadata are told of where the object is pruned; a refusal names all at once.
  const isRefused = found.strict.length > 0 && options.fieldValidation === 'Strict';
  const all = isRefused ? [...unknown, ...unknownFields(served, object)].toSorted() : [];
  tellOf(isRefused ? complaintsOf(body, all) : found, resource, options);
  return object;
}

function requireCustomKind({ resource }: ServedResource, body: Body): void {
  const kind = textAt(body.object, 'kind');
  const text = body.text.trim();
  if (kind === '')
    throw badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind}): Object 'Kind' is missing in '${text}' (${text.slice(0, 30)}${text.length > 30 ? ' ...' : ''})`,
    );
  if (stringAt(body.object, 'apiVersion') === apiVersionOf(resource) && kind !== resource.kind) {
    const name = textAt(body.object, 'metadata', 'name');
    throw invalid({ group: resource.group, kind }, name, [
      invalidValue('kind', kind, `must be ${resource.kind}`),
    ]);
  }
}
