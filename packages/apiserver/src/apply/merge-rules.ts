// How each field of an object is merged and owned: for built-in kinds from the table of the k8s package, for custom
// ones from their schema, for metadata always the same.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy

import { type FieldRule, mergeRules } from '@kube-rx/k8s/merge-rules';
import { schemas } from '@kube-rx/k8s/schemas';
import { isJsonObject, type Json, type JsonObject, stringAt, stringsAt, valueAt } from '../json/json.ts';
import { itemSchema, propertySchema } from '../schema/structural.ts';

/** The rules of one value and the way to those of what it holds. */
export interface ValueRules {
  /** A map that has one owner as a whole. */
  readonly atomicMap: boolean;
  readonly listType: 'atomic' | 'set' | 'map';
  readonly listKeys: readonly string[];
  /** The key by which a strategic merge patch merges a list of objects; `''` for a list of primitives. */
  readonly patchKey: string | undefined;
  readonly retainKeys: boolean;
  field(name: string): ValueRules;
  item(): ValueRules;
}

const plain: ValueRules = {
  atomicMap: false,
  listType: 'atomic',
  listKeys: [],
  patchKey: undefined,
  retainKeys: false,
  field: () => plain,
  item: () => plain,
};

const metadataRules: ValueRules = {
  ...plain,
  field(name) {
    if (name === 'finalizers') return { ...plain, listType: 'set', patchKey: '' };
    if (name === 'ownerReferences')
      return {
        ...plain,
        listType: 'map',
        listKeys: ['uid'],
        patchKey: 'uid',
        item: () => ({ ...plain, atomicMap: true }),
      };
    return plain;
  },
};

/** `apiVersion` as `apps/v1`. */
export function builtinRules(apiVersion: string, kind: string): ValueRules {
  return whole(typeRules(`${apiVersion.includes('/') ? '' : 'core/'}${apiVersion}/${kind}`));
}

export function schemaRules(schema: JsonObject): ValueRules {
  return whole(bySchema(schema));
}

function whole(rules: ValueRules): ValueRules {
  return { ...rules, field: (name) => (name === 'metadata' ? metadataRules : rules.field(name)) };
}

// `isGranular`: the field takes apart what its type keeps together.
function typeRules(type: string | undefined, rule?: FieldRule, isGranular = false): ValueRules {
  const rules = type === undefined ? undefined : mergeRules(type);
  return {
    atomicMap: rule?.mapType === 'atomic' || (!isGranular && (rules?.atomic ?? false)),
    listType: rule?.listType ?? 'atomic',
    listKeys: rule?.listMapKeys ?? [],
    patchKey: rule?.merge ? (rule.patchMergeKey ?? '') : undefined,
    retainKeys: rule?.retainKeys ?? false,
    field(name) {
      const own = rules?.fields.get(name);
      const said = type === undefined ? undefined : schemas(type)?.fields.get(name)?.mapType;
      return own ? typeRules(own.type, own, said === 'granular') : plain;
    },
    item: () => typeRules(type),
  };
}

function bySchema(schema: JsonObject): ValueRules {
  const type = stringAt(schema, 'x-kubernetes-list-type');
  return {
    ...plain,
    atomicMap: stringAt(schema, 'x-kubernetes-map-type') === 'atomic',
    listType: type === 'set' || type === 'map' ? type : 'atomic',
    listKeys: stringsAt(schema, 'x-kubernetes-list-map-keys'),
    field: (name) => bySchema(propertySchema(schema, name) ?? {}),
    item: () => bySchema(itemSchema(schema)),
  };
}

/** What keys an item of a keyed list has; a key that is left out has its default. */
export function itemKey(item: Json | undefined, keys: readonly string[]): JsonObject | undefined {
  if (!isJsonObject(item)) return undefined;
  const entries: [string, Json][] = [];
  for (const key of keys.toSorted()) {
    const value = valueAt(item, key) ?? (key === 'protocol' ? 'TCP' : undefined);
    if (value !== undefined) entries.push([key, value]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
