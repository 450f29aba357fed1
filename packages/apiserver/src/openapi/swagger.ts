// OpenAPI v2 out of the documents of v3: one for all groups, and with less to say.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/handler/handler.go

import { kubernetesVersion } from '@kube-rx/k8s/catalog';
import { isJsonArray, isJsonObject, type Json, type JsonObject, objectAt } from '../json/json.ts';

const [, release = ''] = /^v(\d+\.\d+)/.exec(kubernetesVersion) ?? [];

/** `documents`: those of v3, which may have schemas in common. */
export function swaggerOf(documents: readonly JsonObject[]): JsonObject {
  const definitions = new Map<string, Json>();
  const paths = new Map<string, Json>();
  for (const document of documents) {
    // Where a kind is only referred to, its schema lacks the mark of a kind.
    for (const [name, schema] of Object.entries(objectAt(document, 'components', 'schemas')))
      if (!definitions.has(name) || isMarked(schema)) definitions.set(name, definitionOf(schema));
    for (const [path, operations] of Object.entries(objectAt(document, 'paths')))
      paths.set(path, pathOf(operations));
  }
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: release },
    paths: sorted(paths),
    definitions: sorted(definitions),
  };
}

function isMarked(schema: Json | undefined): boolean {
  return isJsonObject(schema) && schema['x-kubernetes-group-version-kind'] !== undefined;
}

function sorted(entries: ReadonlyMap<string, Json>): JsonObject {
  return Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

// What v2 has no words for. A value that may be null, or of several types, is one of which nothing is said.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/schema/kubernetes_extensions.go
const unsaid: ReadonlySet<string> = new Set(['default', 'nullable', 'oneOf', 'anyOf', 'allOf', 'not']);

function definitionOf(schema: Json | undefined): Json {
  if (!isJsonObject(schema)) return schema ?? {};
  const reference = onlyReference(schema);
  const text = schema['oneOf'] === undefined ? undefined : textOf(schema);
  if (text) return text;
  const isAnything = schema['nullable'] === true || schema['x-kubernetes-int-or-string'] === true;
  const kept = Object.entries(schema).filter(
    ([key]) => !unsaid.has(key) && !(isAnything && ['type', 'items', 'properties', 'required'].includes(key)),
  );
  const said = Object.fromEntries(kept.map(([key, value]) => [key, innerOf(key, value)]));
  return reference === undefined ? said : { ...said, $ref: reference };
}

function innerOf(key: string, value: Json): Json {
  if (key === 'items' || key === 'additionalProperties') return definitionOf(value);
  if (key !== 'properties' || !isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, definitionOf(one)]));
}

/** Where a schema is one of another name, perhaps with a default beside it. */
function onlyReference(schema: JsonObject): string | undefined {
  const { $ref: own, allOf } = schema;
  const [first] = isJsonArray(allOf) && allOf.length === 1 ? allOf : [];
  const reference = own ?? (isJsonObject(first) ? first['$ref'] : undefined);
  return typeof reference === 'string'
    ? reference.replace('#/components/schemas/', '#/definitions/')
    : undefined;
}

/** A quantity, or a number that may be a text: both are texts in v2. */
function textOf({ oneOf, format }: JsonObject): JsonObject | undefined {
  const types = isJsonArray(oneOf) ? oneOf.map((one) => (isJsonObject(one) ? one['type'] : undefined)) : [];
  if (!types.includes('string')) return undefined;
  return { type: 'string', ...(format !== undefined && { format }) };
}

function pathOf(operations: Json | undefined): JsonObject {
  const methods = isJsonObject(operations) ? Object.entries(operations) : [];
  return Object.fromEntries(
    methods.map(([method, operation]) => [method, isJsonObject(operation) ? operationOf(operation) : {}]),
  );
}

function operationOf({ parameters, requestBody, responses, ...marks }: JsonObject): JsonObject {
  const body = isJsonObject(requestBody) && {
    name: 'body',
    in: 'body',
    required: true,
    schema: schemaIn(requestBody),
  };
  const others = isJsonArray(parameters) ? parameters.map(parameterOf) : [];
  const answers = isJsonObject(responses) ? Object.entries(responses) : [];
  return {
    consumes: ['*/*'],
    produces: ['application/json', 'application/yaml'],
    parameters: [...(body ? [body] : []), ...others],
    responses: Object.fromEntries(
      answers.map(([code, answer]) => [code, { description: 'OK', schema: schemaIn(answer) }]),
    ),
    ...marks,
  };
}

function parameterOf(parameter: Json): Json {
  if (!isJsonObject(parameter)) return parameter;
  const { schema, ...others } = parameter;
  return { ...others, ...(isJsonObject(schema) && schema) };
}

function schemaIn(content: Json | undefined): Json {
  return definitionOf(objectAt(content, 'content', 'application/json', 'schema'));
}
