// CustomResourceDefinitions, as objects like others; what follows from them is done in controllers/definitions.ts.

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
import { validateScales } from '../registry/scale-paths.ts';
import type { ServerContext } from '../server-context.ts';
import { type FieldFault, invalid, invalidValue, required, unsupportedValue } from '../status-error.ts';
import { timestamp } from '../timestamp.ts';

/** Holds a definition up until the objects of its kind are gone. */
export const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

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
  const versions = versionsIn(object);
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

/** What the first delete of a definition leaves: it goes once its objects have. */
export function terminatingDefinition(server: ServerContext, object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const finalizers = [...stringsAt(metadata, 'finalizers').filter((one) => one !== cleanup), cleanup];
  return { ...object, metadata: { ...metadata, finalizers, deletionTimestamp: timestamp(server) } };
}

/** The versions that a definition describes. */
export function versionsIn(definition: JsonObject): JsonObject[] {
  return arrayAt(objectAt(definition, 'spec'), 'versions').filter(isJsonObject);
}

/** The version that objects are stored in. */
export function storageVersionIn(definition: JsonObject): JsonObject | undefined {
  return versionsIn(definition).find((version) => valueAt(version, 'storage') === true);
}
