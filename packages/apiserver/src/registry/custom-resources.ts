// CustomResourceDefinitions: a stored definition becomes a served kind, and takes it along when it goes.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/

import { apiVersionOf, defineResource, InvalidRequestError, type Resource } from '@kube-rx/core';
import { withOwners } from '../apply/ownership.ts';
import {
  arrayAt,
  isJsonObject,
  type JsonObject,
  jsonEquals,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
  valueAtPath,
} from '../json/json.ts';
import { type ServerContext, timestamp } from '../server-context.ts';
import {
  badRequest,
  type FieldFault,
  invalid,
  invalidValue,
  required,
  unsupportedValue,
} from '../status-error.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { KindDefinition } from './registry.ts';
import type { ResourceDescription } from './resource-description.ts';
import { scalePathsOf, validateScales } from './scale-paths.ts';
import type { ServedResource } from './served-resource.ts';
import { customTraits } from './traits.ts';

const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

/** Complaints about what a definition must have to be served. */
export function validateDefinition(object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const names = objectAt(spec, 'names');
  const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
  const [group, plural, kind] = [
    stringAt(spec, 'group') ?? '',
    stringAt(names, 'plural') ?? '',
    stringAt(names, 'kind') ?? '',
  ];
  const faults: FieldFault[] = [];
  if (group === '') faults.push(required('spec.group'));
  if (plural === '') faults.push(required('spec.names.plural'));
  if (kind === '') faults.push(required('spec.names.kind'));
  const scope = stringAt(spec, 'scope') ?? '';
  if (scope === '') faults.push(required('spec.scope'));
  else if (scope !== 'Namespaced' && scope !== 'Cluster')
    faults.push(unsupportedValue('spec.scope', scope, ['Cluster', 'Namespaced']));
  if (name !== `${plural}.${group}`)
    faults.push(invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  const versions = versionsOf(object);
  if (versions.filter((version) => valueAt(version, 'storage') === true).length !== 1)
    faults.push(
      invalidValue(
        'spec.versions',
        arrayAt(spec, 'versions'),
        'must have exactly one version marked as storage version',
      ),
    );
  if (versions.length === 0)
    faults.push(invalidValue('status.storedVersions', null, 'must have at least one stored version'));
  faults.push(...validateScales(versions));
  if (faults.length > 0)
    throw invalid({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }, name, faults);
}

/** Throws a 422 where a change would make another kind of it. */
export function validateDefinitionChange(old: JsonObject, object: JsonObject): void {
  const fixed = [['group'], ['scope'], ['names', 'kind'], ['names', 'plural']];
  const faults = fixed.flatMap((path) => {
    const [before, after] = [old, object].map((one) => valueAtPath(one, ['spec', ...path]));
    return jsonEquals(before, after)
      ? []
      : [invalidValue(['spec', ...path].join('.'), after ?? null, 'field is immutable')];
  });
  const name = stringAt(objectAt(object, 'metadata'), 'name') ?? '';
  if (faults.length > 0)
    throw invalid({ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }, name, faults);
}

/** The definition with the names that the server fills in. */
export function withDefaultNames(object: JsonObject): JsonObject {
  const spec = objectAt(object, 'spec');
  const names = objectAt(spec, 'names');
  const kind = stringAt(names, 'kind') ?? '';
  const filled = {
    ...names,
    singular: stringAt(names, 'singular') ?? kind.toLowerCase(),
    listKind: stringAt(names, 'listKind') ?? `${kind}List`,
  };
  return {
    ...object,
    spec: { ...spec, names: filled, conversion: valueAt(spec, 'conversion') ?? { strategy: 'None' } },
  };
}

/** Serves, goes on serving, or takes down the kind of a definition that has just been written. */
export function followDefinition(
  server: ServerContext,
  definitions: ServedResource,
  object: JsonObject,
  deleted: boolean,
): void {
  const definition = kindDefinition(object);
  if (!definition) return;
  if (stringAt(objectAt(object, 'metadata'), 'deletionTimestamp') !== undefined || deleted) {
    withdraw(server, definitions, object, definition);
    return;
  }
  server.registry.setCustom(definition);
  const status = establishedStatus(server, object);
  const stored = definitions.store.get(stringAt(objectAt(object, 'metadata'), 'name') ?? '');
  if (!stored || jsonEquals(status, valueAt(object, 'status'))) return;
  const ownership = { kind: 'update', manager: 'kube-apiserver' } as const;
  const next = { ...stored.object, status };
  definitions.store.put(
    withOwners(server, definitions, stored.object, next, { ownership, part: 'status' }),
    'owed',
  );
}

/** Serves the kind of a definition as it stands, which was established before. */
export function serveDefinition({ registry }: ServerContext, object: JsonObject): void {
  const definition = kindDefinition(object);
  if (definition) registry.setCustom(definition);
}

/** What the first delete of a definition leaves: it goes once its objects have. */
export function terminatingDefinition(server: ServerContext, object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const finalizers = [...stringsAt(metadata, 'finalizers').filter((one) => one !== cleanup), cleanup];
  return { ...object, metadata: { ...metadata, finalizers, deletionTimestamp: timestamp(server) } };
}

function withdraw(
  server: ServerContext,
  definitions: ServedResource,
  object: JsonObject,
  { versions }: KindDefinition,
): void {
  const first = versions[0]?.resource;
  const served = first && server.registry.find(first.group, first.version, first.plural);
  if (served) {
    for (const [, stored] of served.store.snapshot.entries()) served.store.remove(stored);
    for (const stream of server.watches) if (stream.store === served.store) stream.finish();
    server.registry.removeCustom(served.resource);
  }
  const stored = definitions.store.get(stringAt(objectAt(object, 'metadata'), 'name') ?? '');
  if (stored) finish(definitions, stored);
}

function finish({ store }: ServedResource, stored: StoredObject): void {
  const object = stored.object;
  const metadata = objectAt(object, 'metadata');
  const finalizers = stringsAt(metadata, 'finalizers').filter((one) => one !== cleanup);
  if (finalizers.length === 0) store.remove(stored);
  else store.put({ ...object, metadata: { ...metadata, finalizers } }, 'owed');
}

/** The kind that a stored definition describes; undefined where no version is served. */
function kindDefinition(object: JsonObject): KindDefinition | undefined {
  const spec = objectAt(object, 'spec');
  const names = objectAt(spec, 'names');
  const versions = versionsOf(object);
  const storage = versions.find((version) => valueAt(version, 'storage') === true);
  const served = versions.filter((version) => valueAt(version, 'served') === true);
  if (!storage || served.length === 0) return undefined;
  return {
    versions: served.map((version) => describeVersion(spec, version)),
    storageVersion: apiVersionOf({
      group: stringAt(spec, 'group') ?? '',
      version: stringAt(storage, 'name') ?? '',
    }),
    singular: stringAt(names, 'singular') ?? '',
    listKind: stringAt(names, 'listKind') ?? '',
    traits: {
      ...customTraits,
      shortNames: stringsAt(names, 'shortNames'),
      categories: stringsAt(names, 'categories'),
      fields: selectableFields(storage),
    },
  };
}

function versionsOf(object: JsonObject): JsonObject[] {
  return arrayAt(objectAt(object, 'spec'), 'versions').filter(isJsonObject);
}

// The order in which the real server lists the verbs of custom resources.
const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

function describeVersion(spec: JsonObject, version: JsonObject): ResourceDescription {
  return {
    resource: resourceOf(spec, version),
    verbs: customVerbs,
    schema: objectAt(objectAt(version, 'schema'), 'openAPIV3Schema'),
    printerColumns: arrayAt(version, 'additionalPrinterColumns').filter(isJsonObject),
    scale: scalePathsOf(version),
    deprecation: deprecationOf(spec, version),
  };
}

function deprecationOf(spec: JsonObject, version: JsonObject): string | undefined {
  if (valueAt(version, 'deprecated') !== true) return undefined;
  const kind = stringAt(objectAt(spec, 'names'), 'kind') ?? '';
  const name = `${stringAt(spec, 'group') ?? ''}/${stringAt(version, 'name') ?? ''}`;
  return stringAt(version, 'deprecationWarning') ?? `${name} ${kind} is deprecated`;
}

function resourceOf(spec: JsonObject, version: JsonObject): Resource {
  const names = objectAt(spec, 'names');
  const subresources = objectAt(version, 'subresources');
  try {
    return defineResource({
      group: stringAt(spec, 'group') ?? '',
      version: stringAt(version, 'name') ?? '',
      kind: stringAt(names, 'kind') ?? '',
      plural: stringAt(names, 'plural') ?? '',
      scope: stringAt(spec, 'scope') === 'Cluster' ? 'Cluster' : 'Namespaced',
      subresources: ['status', 'scale'].filter((name) => valueAt(subresources, name) !== undefined),
    });
  } catch (error) {
    if (error instanceof InvalidRequestError) throw badRequest(error.message);
    throw error;
  }
}

function selectableFields(version: JsonObject): Readonly<Record<string, string>> {
  const fields = arrayAt(version, 'selectableFields').filter(isJsonObject);
  return Object.fromEntries(
    fields.map((field) => [(stringAt(field, 'jsonPath') ?? '').replace(/^\./, ''), '']),
  );
}

function establishedStatus(server: ServerContext, object: JsonObject): JsonObject {
  const old = objectAt(object, 'status');
  const conditions = arrayAt(old, 'conditions').filter(isJsonObject);
  const had = (type: string): JsonObject | undefined =>
    conditions.find((one) => stringAt(one, 'type') === type);
  const now = timestamp(server);
  const storage = versionsOf(object).find((version) => valueAt(version, 'storage') === true) ?? {};
  const stored = new Set([...stringsAt(old, 'storedVersions'), stringAt(storage, 'name') ?? '']);
  return {
    conditions: [
      had('NamesAccepted') ?? {
        type: 'NamesAccepted',
        status: 'True',
        lastTransitionTime: now,
        reason: 'NoConflicts',
        message: 'no conflicts found',
      },
      had('Established') ?? {
        type: 'Established',
        status: 'True',
        lastTransitionTime: now,
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      },
    ],
    acceptedNames: objectAt(objectAt(object, 'spec'), 'names'),
    storedVersions: [...stored],
  };
}
