/**
 * CustomResourceDefinitions, as they lie in files, as modules: what a cluster would publish of them, without one.
 * https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
 */
import { KubeError } from '@kube-rx/core';
import { customModule } from './custom.ts';
import type { ApiResource } from './group-version.ts';
import { type Module, modulePath } from './module.ts';
import type { Schema } from './schema.ts';

/** A document that is no usable CustomResourceDefinition; the message names it and the field at fault. */
export class InvalidDefinitionError extends KubeError {
  override readonly name = 'InvalidDefinitionError';
}

/**
 * Modules for the served versions of all CustomResourceDefinitions among the given documents (parsed YAML or JSON,
 * lists included); definitions of one group share a module. Documents of other kinds are passed over.
 *
 * @throws InvalidDefinitionError where a definition lacks what the API server would insist on, or is of v1beta1.
 */
export function crdModules(documents: readonly unknown[]): Module[] {
  const versions = new Map<string, ServedVersion[]>();
  for (const served of documents.flatMap(definitionsIn).flatMap(servedVersions)) {
    const path = modulePath(served.group, served.version);
    versions.set(path, [...(versions.get(path) ?? []), served]);
  }
  return [...versions.values()].map((inModule) => {
    const [first] = inModule;
    const resources = inModule.map(({ resource }) => resource);
    const schemas = inModule.map(({ group, version, resource, schema }) => [
      `${group}.${version}.${resource.kind}`,
      { ...schema, 'x-kubernetes-group-version-kind': [{ group, version, kind: resource.kind }] },
    ]);
    return customModule(
      { group: first?.group ?? '', version: first?.version ?? '', resources },
      Object.fromEntries(schemas) as Record<string, Schema>,
    );
  });
}

interface Definition {
  readonly name: string;
  readonly spec: Json;
}

interface ServedVersion {
  readonly group: string;
  readonly version: string;
  readonly resource: ApiResource;
  readonly schema: Schema;
}

type Json = Readonly<Record<string, unknown>>;

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

function definitionsIn(document: unknown): Definition[] {
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
  return [{ name, spec: member(name, document, 'spec') }];
}

function servedVersions({ name, spec }: Definition): ServedVersion[] {
  const names = member(name, spec, 'names', 'spec.');
  const kind = text(name, names, 'kind', 'spec.names.');
  const plural = text(name, names, 'plural', 'spec.names.');
  const group = text(name, spec, 'group', 'spec.');
  const { scope, versions } = spec;
  if (scope !== 'Namespaced' && scope !== 'Cluster')
    throw invalid(name, `spec.scope is ${JSON.stringify(scope)}, not Namespaced or Cluster`);
  if (!Array.isArray(versions)) throw invalid(name, 'spec.versions is missing');
  return versions.filter(isJson).flatMap((version, index) => {
    if (version['served'] === false) return [];
    const path = `spec.versions[${index}].`;
    const schema = member(name, member(name, version, 'schema', path), 'openAPIV3Schema', `${path}schema.`);
    const subresources = isJson(version['subresources'])
      ? Object.keys(version['subresources']).toSorted()
      : [];
    return [
      {
        group,
        version: text(name, version, 'name', path),
        schema: schema,
        resource: {
          plural,
          singular: typeof names['singular'] === 'string' ? names['singular'] : kind.toLowerCase(),
          kind,
          namespaced: scope === 'Namespaced',
          verbs: VERBS,
          ...(subresources.length > 0 && {
            subresources: subresources.map((subresource) => ({ name: subresource, kind, verbs: [] })),
          }),
        },
      },
    ];
  });
}

function member(definition: string, object: Json, field: string, path = ''): Json {
  const value = object[field];
  if (!isJson(value)) throw invalid(definition, `${path}${field} is missing`);
  return value;
}

function text(definition: string, object: Json, field: string, path: string): string {
  const value = object[field];
  if (typeof value !== 'string' || value === '') throw invalid(definition, `${path}${field} is missing`);
  return value;
}

function invalid(definition: string, what: string): InvalidDefinitionError {
  return new InvalidDefinitionError(`CustomResourceDefinition ${definition}: ${what}`);
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
