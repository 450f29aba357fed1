// The kind that a stored CustomResourceDefinition describes.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/

import { apiVersionOf, isResourceName, printable, type Resource } from '@kube-rx/core';
import { type JsonObject, objectAt, objectsAt, stringAt, stringsAt, textAt, valueAt } from '../json/json.ts';
import { storageVersionIn, versionsIn } from '../kinds/custom-resource-definition.ts';
import { customKind } from '../kinds/kind.ts';
import { badRequest } from '../status-error.ts';
import type { KindDefinition } from './registry.ts';
import { describe, type ResourceDescription } from './resource-description.ts';
import { scalePathsOf } from './scale-paths.ts';

/** The kind that a stored definition describes; undefined where no version is served. */
export function definedKind(object: JsonObject): KindDefinition | undefined {
  const spec = objectAt(object, 'spec');
  const names = objectAt(spec, 'names');
  const storage = storageVersionIn(object);
  const served = versionsIn(object).filter((version) => valueAt(version, 'served') === true);
  if (!storage || served.length === 0) return undefined;
  return {
    versions: served.map((version) => describeVersion(spec, version)),
    storageVersion: apiVersionOf({ group: textAt(spec, 'group'), version: textAt(storage, 'name') }),
    listKind: textAt(names, 'listKind'),
    custom: { ...customKind, fields: selectableFields(storage) },
  };
}

// The order in which the real server lists the verbs of custom resources.
const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

function describeVersion(spec: JsonObject, version: JsonObject): Required<ResourceDescription> {
  const names = objectAt(spec, 'names');
  return {
    ...describe(resourceOf(spec, version)),
    singular: textAt(names, 'singular'),
    verbs: customVerbs,
    shortNames: stringsAt(names, 'shortNames'),
    categories: stringsAt(names, 'categories'),
    schema: objectAt(version, 'schema', 'openAPIV3Schema'),
    printerColumns: objectsAt(version, 'additionalPrinterColumns'),
    scale: scalePathsOf(version),
    deprecation: deprecationOf(spec, version),
  };
}

function deprecationOf(spec: JsonObject, version: JsonObject): string | undefined {
  if (valueAt(version, 'deprecated') !== true) return undefined;
  const kind = textAt(spec, 'names', 'kind');
  const name = `${textAt(spec, 'group')}/${textAt(version, 'name')}`;
  return stringAt(version, 'deprecationWarning') ?? `${name} ${kind} is deprecated`;
}

function resourceOf(spec: JsonObject, version: JsonObject): Resource {
  const names = objectAt(spec, 'names');
  const subresources = objectAt(version, 'subresources');
  const resource: Resource = {
    group: textAt(spec, 'group'),
    version: textAt(version, 'name'),
    kind: textAt(names, 'kind'),
    plural: textAt(names, 'plural'),
    scope: stringAt(spec, 'scope') === 'Cluster' ? 'Cluster' : 'Namespaced',
    subresources: ['status', 'scale'].filter((name) => valueAt(subresources, name) !== undefined),
  };
  for (const part of ['group', 'version', 'kind', 'plural'] as const)
    if (!isResourceName(part, resource[part])) {
      const name = JSON.stringify(printable(resource[part], 100));
      throw badRequest(`the ${part} ${name} cannot be that of a custom resource`);
    }
  return resource;
}

function selectableFields(version: JsonObject): Readonly<Record<string, string>> {
  const fields = objectsAt(version, 'selectableFields');
  return Object.fromEntries(fields.map((field) => [textAt(field, 'jsonPath').replace(/^\./, ''), '']));
}
