// The object in a body as its built-in kind holds it: what the kind does not have is dropped, and refused or told of
// as the client wants.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation

import { apiVersionOf, type HttpRequest } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { withLiteral } from '../json/huge-number.ts';
import { type JsonObject, textAt } from '../json/json.ts';
import { badRequest, refusing } from '../status-error.ts';
import {
  type Complaints,
  cannotBeHandled,
  notRegistered,
  type Strictness,
  tellOf,
  UndecodableError,
} from '../types/complaints.ts';
import { type Decoded, decodeTyped } from '../types/decoder.ts';
import { jsonMismatchOf } from '../types/json-mismatch.ts';
import { strictComplaints, unknownField } from '../types/strict-complaints.ts';
import { type GroupVersionKind, kindIn, typeOf } from '../types/type-names.ts';
import { type Body, readBody } from './body.ts';

/** The object in the body of a kind that the server itself defines. */
export function decodeKind(request: HttpRequest, kind: GroupVersionKind, strictness: Strictness): JsonObject {
  return asKind(readBody(request, kind, schemas(typeOf(kind))), kind, strictness);
}

/** The same, where a body that names another kind is refused. */
export function decodeOnly(request: HttpRequest, kind: GroupVersionKind, strictness: Strictness): JsonObject {
  const body = readBody(request, kind, schemas(typeOf(kind)));
  requireKind(body.object, kind, false);
  return asKind(body, kind, strictness);
}

/** @throws StatusError where the object says that it is of another kind or version. */
export function requireKind(object: JsonObject, expected: GroupVersionKind, custom: boolean): void {
  const version = apiVersionOf(expected);
  const kind = textAt(object, 'kind') || expected.kind;
  const apiVersion = textAt(object, 'apiVersion') || version;
  if (kind === expected.kind && apiVersion === version) return;
  const known = schemas(typeOf(kindIn(apiVersion, kind))) !== undefined;
  // Versions of one kind are converted, and then the request does not fit its path.
  if (custom || (known && kind === expected.kind))
    throw badRequest(
      `the API version in the data (${textAt(object, 'apiVersion')}) does not match the expected API version (${version})`,
    );
  const own = apiVersion.split('/').at(-1) ?? '';
  const start = cannotBeHandled({ kind, version: own }, expected.kind);
  if (!known) throw badRequest(`${start}: ${notRegistered(kind, apiVersion)}`);
  const { group } = expected;
  const internal = `${group === '' ? 'core' : (group.split('.')[0] ?? '')}.${expected.kind}`;
  throw badRequest(`${start}: converting (${own}.${kind}) to (${internal}): unknown conversion`);
}

/** A body that has been read, as the kind; a kind that Kubernetes does not have takes everything. */
export function asKind(body: Body, kind: GroupVersionKind, strictness: Strictness): JsonObject {
  const { object, unknown } = decodedOr400(body, kind, `${cannotBeHandled(kind)}: `);
  tellOf(complaintsOf(body, unknown, typeOf(kind)), kind, strictness);
  return object;
}

const deleteOptions: GroupVersionKind = { group: 'meta', version: 'v1', kind: 'DeleteOptions' };

/** DeleteOptions; unknown fields are dropped without a warning. */
export function decodeDeleteOptions(request: HttpRequest): JsonObject {
  const body = readBody(request, deleteOptions, schemas(typeOf(deleteOptions)));
  const kind = textAt(body.object, 'kind');
  // The options are a kind of every group; anything else was meant for somewhere else.
  if (kind !== '' && kind !== deleteOptions.kind)
    throw badRequest(notRegistered(kind, textAt(body.object, 'apiVersion')));
  return decodedOr400(body, deleteOptions, '').object;
}

function decodedOr400(body: Body, kind: GroupVersionKind, start: string): Decoded {
  const { object } = body;
  // A number of YAML becomes one of JSON before anybody looks at how it is written.
  const text = body.isYaml ? '' : body.text;
  return refusing(
    UndecodableError,
    () => decodeTyped(typeOf(kind), object, jsonMismatchOf(text, object)),
    (why) => badRequest(`${start}${withLiteral(why, text)}`),
  );
}

/** Complaints about the text, no `type`: of a kind without a Go type; `unknown`: paths found elsewhere. */
export function complaintsOf(
  { repeated, repeatedLines }: Body,
  unknown: readonly string[],
  type?: string,
): Complaints {
  const fields = unknown.map(unknownField);
  if (repeatedLines.length > 0) {
    const text = `yaml: unmarshal errors:\n  ${repeatedLines.join('\n  ')}`;
    return { strict: [text, ...fields], warnings: [...repeatedLines, ...fields] };
  }
  if (repeated === undefined) return { strict: fields, warnings: fields };
  const found = strictComplaints(repeated, type);
  const all = type === undefined ? [...found, ...fields] : found;
  return { strict: all, warnings: all };
}
