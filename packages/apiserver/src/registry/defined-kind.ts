// The kind that a stored CustomResourceDefinition describes.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/

import { apiVersionOf, isResourceName, printable, type Resource } from '@kube-rx/core';
import { conversionWebhookOf } from '../conversion/conversion-webhook.ts';
import {
  emptyObject,
  type JsonObject,
  objectAt,
  objectsAt,
  stringAt,
  stringsAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { isTerminating } from '../kinds/definition/termination.ts';
import { storageVersionIn, versionsIn } from '../kinds/definition/versions.ts';
import { customKind } from '../kinds/kind.ts';
import { badRequest } from '../status-error.ts';
import type { KindDefinition } from './registry.ts';
import { describe, type ResourceDescription } from './resource-description.ts';
import { scalePathsOf } from './scale-paths.ts';

/** The kind that a stored definition describes, under the names that it was given. */
export function definedKind(object: JsonObject): KindDefinition {
  const spec = { ...objectAt(object, 'spec'), names: objectAt(object, 'status', 'acceptedNames') };
  const group = textAt(spec, 'group');
  const storage = storageVersionIn(object) ?? emptyObject;
  const converter = conversionWebhookOf(object);
  const verbs = isTerminating(object) ? terminatingVerbs : customVerbs;
  const served = versionsIn(object).filter((version) => valueAt(version, 'served') === true);
  return {
    resource: { group, plural: textAt(spec, 'names', 'plural') },
    versions: served.map((version) => ({ ...describeVersion(spec, version), verbs })),
    storageVersion: apiVersionOf({ group, version: textAt(storage, 'name') }),
    listKind: textAt(spec, 'names', 'listKind'),
    mixed: converter === undefined && stringsAt(object, 'status', 'storedVersions').length > 1,
    converter,
    custom: customKind,
  };
}

// The order in which the real server lists the verbs of custom resources.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/customresource_discovery_controller.go
const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
// While the definition is being deleted. It still changes objects, though it does not say so.
const terminatingVerbs = ['delete', 'deletecollection', 'get', 'list', 'watch'];

function describeVersion(
  spec: JsonObject,
  version: JsonObject,
): Omit<Required<ResourceDescription>, 'verbs'> {
  const names = objectAt(spec, 'names');
  return {
    ...describe(resourceOf(spec, version)),
    singular: textAt(names, 'singular'),
    shortNames: stringsAt(names, 'shortNames'),
    categories: stringsAt(names, 'categories'),
    schema: objectAt(version, 'schema', 'openAPIV3Schema'),
    printerColumns: objectsAt(version, 'additionalPrinterColumns'),
    fields: selectableFields(version),
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
