// CustomResourceDefinitions, as objects like others; what follows from them is done in controllers/definitions.ts.

import {
  arrayAt,
  type JsonObject,
  jsonEquals,
  objectAt,
  objectsAt,
  stringsAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { validateScales } from '../registry/scale-paths.ts';
import { rulesWarnings } from '../schema/rules-warning.ts';
import { type FieldFault, invalidValue, required, unsupportedValue } from '../status-error.ts';
import { timestamp } from '../timestamp.ts';
import { always, computed, type Defaults } from './defaults.ts';
import type { Kind } from './kind.ts';

/** Holds a definition up until the objects of its kind are gone. */
export const cleanup = 'customresourcecleanup.apiextensions.k8s.io';

// What a definition must have to be served.
function definitionFaults(object: JsonObject): FieldFault[] {
  const spec = objectAt(object, 'spec');
  const names = objectAt(spec, 'names');
  const name = textAt(object, 'metadata', 'name');
  const [group, plural, scope] = [textAt(spec, 'group'), textAt(names, 'plural'), textAt(spec, 'scope')];
  const faults = ['group', 'names.plural', 'names.kind', 'scope']
    .filter((path) => textAt(spec, ...path.split('.')) === '')
    .map((path) => required(`spec.${path}`));
  if (group !== '' && !group.includes('.'))
    faults.push(invalidValue('spec.group', group, 'should be a domain with at least one dot'));
  if (!['', 'Namespaced', 'Cluster'].includes(scope))
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
  return [...faults, ...validateScales(versions)];
}

// Changes that would make another kind of it.
function changeFaults(object: JsonObject, old: JsonObject): FieldFault[] {
  const fixed = [['group'], ['scope'], ['names', 'kind'], ['names', 'plural']];
  return fixed.flatMap((path) => {
    const [before, after] = [old, object].map((one) => valueAt(one, 'spec', ...path));
    return jsonEquals(before, after)
      ? []
      : [invalidValue(['spec', ...path].join('.'), after ?? null, 'field is immutable')];
  });
}

// Names follow from the kind.
const defaults: Defaults = {
  spec: always({
    names: always({
      singular: computed((names) => textAt(names, 'kind').toLowerCase()),
      listKind: computed((names) => `${textAt(names, 'kind')}List`),
    }),
    conversion: { strategy: 'None' },
  }),
};

/** The versions that a definition describes. */
export function versionsIn(definition: JsonObject): JsonObject[] {
  return objectsAt(definition, 'spec', 'versions');
}

/** The version that objects are stored in. */
export function storageVersionIn(definition: JsonObject): JsonObject | undefined {
  return versionsIn(definition).find((version) => valueAt(version, 'storage') === true);
}

export const customResourceDefinition: Kind = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  requiresVersion: true,
  generation: true,
  defaults,
  warnings: rulesWarnings,
  validate(object, old) {
    const changes = old ? changeFaults(object, old) : [];
    return changes.length > 0 ? changes : definitionFaults(object);
  },
  prepareForCreate({ object }) {
    const storedVersions = [textAt(storageVersionIn(object), 'name')];
    return { ...object, status: { ...objectAt(object, 'status'), storedVersions } };
  },
  deletion: {
    // The finalizer goes once the objects have.
    begin({ server, object }) {
      const metadata = objectAt(object, 'metadata');
      const finalizers = [...stringsAt(metadata, 'finalizers').filter((one) => one !== cleanup), cleanup];
      return { ...object, metadata: { ...metadata, finalizers, deletionTimestamp: timestamp(server) } };
    },
  },
};
