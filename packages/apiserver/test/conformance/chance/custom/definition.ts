// Definitions by chance around a schema.

import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../../src/json/json.ts';
import type { Chance } from '../chance.ts';
import { fieldsOf, rootFor } from './schema.ts';

export interface Definition {
  readonly object: JsonObject;
  readonly schema: JsonObject;
  readonly versions: readonly string[];
}

/** `marker`: a default by which it is seen in the objects that a server has this definition in force. */
export function definitionFor(chance: Chance, group: string, marker: string): Definition {
  const schema = marked(rootFor(chance), marker);
  const names = chance.is(0.4) ? ['v1', 'v2'] : ['v1'];
  const isSame = chance.is(0.5);
  const subresources: JsonObject = {
    ...(chance.is(0.7) && { status: {} }),
    ...(chance.is(0.4) && {
      scale: {
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.replicas',
        ...(chance.is(0.5) && { labelSelectorPath: '.status.selector' }),
      },
    }),
  };
  const version = (name: string, at: number): JsonObject => ({
    name,
    served: true,
    storage: at === 0,
    schema: { openAPIV3Schema: at === 0 || isSame ? schema : marked(rootFor(chance), marker) },
    ...(Object.keys(subresources).length > 0 && { subresources }),
    ...(chance.is(0.3) && { additionalPrinterColumns: columnsFor(chance, schema) }),
    ...(chance.is(0.2) && { selectableFields: [{ jsonPath: '.spec.replicas' }] }),
    ...(at > 0 &&
      chance.is(0.3) && { deprecated: true, ...(chance.is(0.5) && { deprecationWarning: 'old' }) }),
  });
  const object: JsonObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: {
        plural: 'widgets',
        kind: 'Widget',
        ...(chance.is(0.3) && { shortNames: ['wd'], categories: ['all'] }),
      },
      versions: names.map(version),
    },
  };
  return { object, schema, versions: names };
}

export function marked(schema: JsonObject, marker: string): JsonObject {
  const properties = { ...fieldsOf(schema), marker: { type: 'string', default: marker } };
  return { ...schema, properties };
}

const types = ['string', 'integer', 'number', 'boolean', 'date'];

function columnsFor(chance: Chance, schema: JsonObject): Json {
  const fields = Object.keys(fieldsOf(fieldsOf(schema)['spec']));
  const paths = fields.map((name) => (/^\w+$/.test(name) ? `.spec.${name}` : `.spec['${name}']`));
  const path = (): string =>
    chance.one([
      ...paths,
      ...paths,
      '.metadata.creationTimestamp',
      '.spec',
      '.spec.*',
      '.metadata.labels.a',
      '.status.b',
      '.spec.c[*].k',
      '.spec.a[0]',
      '.spec.b[-1:]',
    ]);
  return Array.from({ length: chance.one([1, 2, 3]) }, (_, at) => ({
    name: `C${at}`,
    type: chance.one(types),
    jsonPath: path(),
    ...(chance.is(0.2) && { format: chance.one(['int32', 'date-time', 'byte']) }),
    ...(chance.is(0.3) && { priority: chance.one([0, 1]) }),
  }));
}

/** The schema of one of its versions. */
export function schemaAt(definition: JsonObject, at: number): JsonObject | undefined {
  const version = versionsOf(definition)[at];
  const schema = isJsonObject(version) ? version['schema'] : undefined;
  const inner = isJsonObject(schema) ? schema['openAPIV3Schema'] : undefined;
  return isJsonObject(inner) ? inner : undefined;
}

/** With the same schema in all versions. */
export function withSchemas(definition: JsonObject, schema: JsonObject): JsonObject {
  const { spec } = definition;
  const versions = versionsOf(definition).map((version) =>
    isJsonObject(version) ? { ...version, schema: { openAPIV3Schema: schema } } : version,
  );
  return { ...definition, spec: { ...(isJsonObject(spec) && spec), versions } };
}

export function versionsOf({ spec }: JsonObject): readonly Json[] {
  const versions = isJsonObject(spec) ? spec['versions'] : undefined;
  return isJsonArray(versions) ? versions : [];
}
