/**
 * What the generator needs of a server: discovery, and schemas without descriptions. The text is small enough to commit
 * and sorted, so that two servers of one version give the same.
 */
import type { BuiltInInput } from './built-in.ts';
import type { ApiResourceList } from './discovery-reader.ts';
import { groupVersionOf } from './group-version.ts';
import { sortedEntries } from './recording.ts';
import type { Schema, Schemas } from './schema.ts';

export interface ServerDocuments {
  /** `gitVersion` of /version. */
  readonly kubernetes: string;
  readonly resourceLists: readonly ApiResourceList[];
  /** The documents under /openapi/v3. */
  readonly openApi: readonly { readonly components?: { readonly schemas?: Schemas } }[];
}

/** @example const input = extract({ kubernetes: 'v1.36.3', resourceLists, openApi }); */
export function extract({ kubernetes, resourceLists, openApi }: ServerDocuments): BuiltInInput {
  const schemas = Object.fromEntries(
    openApi.flatMap(({ components }) => Object.entries(components?.schemas ?? {})),
  );
  return {
    kubernetes,
    groupVersions: resourceLists.map(groupVersionOf),
    schemas: Object.fromEntries(
      sortedEntries(schemas).map(([name, schema]) => [name, withoutDescriptions(schema) as Schema]),
    ),
  };
}

/** @example write('extract.json', printExtract(input)); */
export function printExtract({ kubernetes, groupVersions, schemas }: BuiltInInput): string {
  const lines = (items: readonly string[]): string => items.map((item) => `\n    ${item}`).join(',');
  return `{
  "kubernetes": ${JSON.stringify(kubernetes)},
  "groupVersions": [${lines(groupVersions.map((groupVersion) => JSON.stringify(groupVersion)))}
  ],
  "schemas": {${lines(Object.entries(schemas).map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`))}
  }
}
`;
}

/** Drops the keyword `description`, but not a property of that name. */
function withoutDescriptions(schema: unknown, isProperties = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withoutDescriptions(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isProperties || !DROPPED.has(key))
      .map(([key, value]) => [key, withoutDescriptions(value, key === 'properties' && !isProperties)]),
  );
}

// The group, version and kind of a schema are known from discovery; DeleteOptions alone would list all of them.
const DROPPED = new Set(['description', 'x-kubernetes-group-version-kind']);
