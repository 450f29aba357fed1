/**
 * Makes modules from the CustomResourceDefinitions of files, as if a cluster had published them.
 * https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
 */
import { KubeError } from '@kube-rx/core';
import { customModule } from './custom.ts';
import type { ApiResource } from './group-version.ts';
import { type Module, modulePath } from './module.ts';
import type { Schema } from './schema.ts';

/**
 * A document is no usable CustomResourceDefinition. The message names it and the field.
 *
 * @example crdModules([{ kind: 'CustomResourceDefinition' }]); // throws: it has no apiVersion
 */
export class InvalidDefinitionError extends KubeError {
  override readonly name = 'InvalidDefinitionError';
}

/**
 * Modules for the served versions of all CustomResourceDefinitions among the given documents (parsed YAML or JSON,
 * lists included); definitions of one group share a module. Other documents are ignored.
 *
 * @throws InvalidDefinitionError for a definition without a required field, or of v1beta1.
 * @example crdModules([crd]).map(({ path }) => path); // ['example.com/v1']
 */
export function crdModules(documents: readonly unknown[]): Module[] {
  const served = documents.flatMap(definitionsIn).flatMap(servedVersions);
  const byPath = Map.groupBy(served, ({ group, version }) => modulePath(group, version));
  return Array.from(byPath.values(), (inModule) => {
    const { group = '', version = '' } = inModule[0] ?? {};
    const schemas = inModule.map(({ resource: { kind }, schema }): [string, Schema] => [
      `${group}.${version}.${kind}`,
      { ...schema, 'x-kubernetes-group-version-kind': [{ group, version, kind }] },
    ]);
    const resources = inModule.map(({ resource }) => resource);
    return customModule({ group, version, resources }, Object.fromEntries(schemas));
  });
}

/** A part of a definition, and its path, as `spec.names.`. */
interface Part {
  readonly definition: string;
  readonly path: string;
  readonly json: Json;
}

interface ServedVersion {
  readonly group: string;
  readonly version: string;
  readonly resource: ApiResource;
  readonly schema: Schema;
}

type Json = Readonly<Record<string, unknown>>;

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The `spec` of each definition. */
function definitionsIn(document: unknown): Part[] {
  if (!isJson(document)) return [];
  const { kind, apiVersion, items } = document;
  if (Array.isArray(items)) return items.flatMap(definitionsIn);
  if (kind !== 'CustomResourceDefinition') return [];
  const name = isJson(document['metadata']) ? String(document['metadata']['name']) : 'without a name';
  if (apiVersion !== 'apiextensions.k8s.io/v1')
    throw invalid(
      name,
      `apiVersion is ${JSON.stringify(apiVersion)}, and only apiextensions.k8s.io/v1 has schemas`,
    );
  return [part({ definition: name, path: '', json: document }, 'spec')];
}

function servedVersions(spec: Part): ServedVersion[] {
  const { definition, json } = spec;
  const names = part(spec, 'names');
  const kind = text(names, 'kind');
  const plural = text(names, 'plural');
  const group = text(spec, 'group');
  const { scope, versions } = json;
  if (scope !== 'Namespaced' && scope !== 'Cluster')
    throw invalid(definition, `spec.scope is ${JSON.stringify(scope)}, not Namespaced or Cluster`);
  if (!Array.isArray(versions)) throw invalid(definition, 'spec.versions is missing');
  return versions.filter(isJson).flatMap((version, index) => {
    if (version['served'] === false) return [];
    const own = { definition, path: `spec.versions[${index}].`, json: version };
    const { singular } = names.json;
    const { subresources } = version;
    const subresourceNames = isJson(subresources) ? Object.keys(subresources).toSorted() : [];
    const resource = {
      plural,
      singular: typeof singular === 'string' ? singular : kind.toLowerCase(),
      kind,
      namespaced: scope === 'Namespaced',
      verbs: VERBS,
      ...(subresourceNames.length > 0 && {
        subresources: subresourceNames.map((name) => ({ name, kind, verbs: [] })),
      }),
    };
    const { json: schema } = part(part(own, 'schema'), 'openAPIV3Schema');
    return [{ group, version: text(own, 'name'), schema, resource }];
  });
}

function part({ definition, path, json }: Part, field: string): Part {
  const value = json[field];
  if (!isJson(value)) throw invalid(definition, `${path}${field} is missing`);
  return { definition, path: `${path}${field}.`, json: value };
}

function text({ definition, path, json }: Part, field: string): string {
  const value = json[field];
  if (typeof value !== 'string' || value === '') throw invalid(definition, `${path}${field} is missing`);
  return value;
}

function invalid(definition: string, what: string): InvalidDefinitionError {
  return new InvalidDefinitionError(`CustomResourceDefinition ${definition}: ${what}`);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
