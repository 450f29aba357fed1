/**
 * Makes modules from the CustomResourceDefinitions of files, as if a cluster had published them.
 * https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
 */
import type { ResourceNamePart } from '@kube-rx/core';
import { customModule } from './custom.ts';
import type { ApiResource } from './group-version.ts';
import { InvalidDefinitionError, shown, visible } from './invalid-definition.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { type Module, modulePath } from './module.ts';
import { nameProblem, subresourceProblem } from './resource-names.ts';
import type { Schema } from './schema.ts';
import { SchemaReader } from './schema-reader.ts';

/**
 * Modules for the served versions of all CustomResourceDefinitions among the given documents (parsed YAML or JSON,
 * lists included); definitions of one group share a module. Other documents are ignored.
 *
 * @throws InvalidDefinitionError for a definition without a required field, of v1beta1, or that an API server would
 *   not take for its names or its schema; for two of the same kind.
 * @example crdModules([crd]).map(({ path }) => path); // ['example.com/v1']
 */
export function crdModules(documents: readonly unknown[]): Module[] {
  const served = documents.flatMap((document) => definitionsIn(document)).flatMap(servedVersions);
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
  readonly json: JsonObject;
}

interface ServedVersion {
  readonly group: string;
  readonly version: string;
  readonly resource: ApiResource;
  readonly schema: Schema;
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** How many lists may lie in each other. */
const deepest = 10;

/** The `spec` of each definition. */
function definitionsIn(document: unknown, depth = 0): Part[] {
  if (!isJsonObject(document)) return [];
  const { kind, apiVersion, items, metadata } = document;
  if (depth > deepest) throw new InvalidDefinitionError(`a list lies in more than ${deepest} others`);
  if (Array.isArray(items)) return items.flatMap((item) => definitionsIn(item, depth + 1));
  if (kind !== 'CustomResourceDefinition') return [];
  const name = isJsonObject(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : undefined;
  const definition = name === undefined ? 'without a name' : visible(name.slice(0, 253));
  if (apiVersion !== 'apiextensions.k8s.io/v1')
    throw invalid(
      definition,
      `apiVersion is ${shown(apiVersion)}, and only apiextensions.k8s.io/v1 has schemas`,
    );
  return [part({ definition, path: '', json: document }, 'spec')];
}

function servedVersions(spec: Part): ServedVersion[] {
  const { definition, json } = spec;
  const names = part(spec, 'names');
  const kind = nameIn(names, 'kind', 'kind');
  const plural = nameIn(names, 'plural', 'plural');
  const group = groupIn(spec);
  const { scope, versions } = json;
  if (scope !== 'Namespaced' && scope !== 'Cluster')
    throw invalid(definition, `spec.scope is ${shown(scope)}, not Namespaced or Cluster`);
  if (!Array.isArray(versions)) throw invalid(definition, 'spec.versions is missing');
  const reader = new SchemaReader();
  return versions.flatMap((version: unknown, index) => {
    if (!isJsonObject(version))
      throw invalid(definition, `spec.versions[${index}] is ${shown(version)}, not an object`);
    if (version['served'] === false) return [];
    const own = { definition, path: `spec.versions[${index}].`, json: version };
    const name = nameIn(own, 'name', 'version');
    const { singular } = names.json;
    const subresources = subresourcesIn(own);
    const resource = {
      plural,
      singular: typeof singular === 'string' ? singular : kind.toLowerCase(),
      kind,
      namespaced: scope === 'Namespaced',
      verbs: VERBS,
      ...(subresources.length > 0 && {
        subresources: subresources.map((subresource) => ({ name: subresource, kind, verbs: [] })),
      }),
    };
    const { json: schema, path } = part(part(own, 'schema'), 'openAPIV3Schema');
    const where = `CustomResourceDefinition ${definition}: ${path.slice(0, -1)}`;
    return [{ group, version: name, schema: reader.read(schema, where), resource }];
  });
}

function part({ definition, path, json }: Part, field: string): Part {
  const value = json[field];
  if (!isJsonObject(value)) throw invalid(definition, `${path}${field} is missing`);
  return { definition, path: `${path}${field}.`, json: value };
}

/** API servers want a domain here. Groups of one word are built in. */
function groupIn(spec: Part): string {
  const group = nameIn(spec, 'group', 'group');
  if (group.includes('.')) return group;
  throw invalid(
    spec.definition,
    group === '' ? 'spec.group is missing' : `spec.group is ${shown(group)}, not a domain`,
  );
}

function nameIn({ definition, path, json }: Part, field: string, as: ResourceNamePart): string {
  const value = json[field];
  const problem = nameProblem(as, value);
  if (problem === undefined && typeof value === 'string') return value;
  throw invalid(definition, `${path}${field} ${problem ?? 'is missing'}`);
}

function subresourcesIn({ definition, path, json: { subresources } }: Part): string[] {
  if (!isJsonObject(subresources)) return [];
  const names = Object.keys(subresources).toSorted();
  for (const name of names) {
    const problem = subresourceProblem(name);
    if (problem !== undefined) throw invalid(definition, `${path}subresources: a name ${problem}`);
  }
  return names;
}

function invalid(definition: string, what: string): InvalidDefinitionError {
  return new InvalidDefinitionError(`CustomResourceDefinition ${definition}: ${what}`);
}
