// How each field of an object is merged and owned: for built-in kinds from the table of the k8s package, for custom
// ones from their schema, for metadata always the same.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy

import { type FieldRule, mergeRules } from '@kube-rx/k8s/merge-rules';
import { schemas } from '@kube-rx/k8s/schemas';
import { isJsonObject, type Json, type JsonObject, stringAt, stringsAt, valueAt } from '../json/json.ts';
import { isTrue, itemSchema, keyDefaults, propertySchema, typeFields } from '../schema/structural.ts';
import { printedZero } from '../types/zero-values.ts';

/** The rules of one value and the way to those of what it holds. */
export interface ValueRules {
  /** A map that has one owner as a whole. */
  readonly atomicMap: boolean;
  readonly listType: 'atomic' | 'set' | 'map';
  readonly listKeys: readonly string[];
  /** Of the items or the value: as `core/v1/Pod`. Absent: no type of a built-in kind. */
  readonly type?: string | undefined;
  /** Of a keyed list: what items have that leave a key out. */
  readonly keyDefaults?: JsonObject | undefined;
  /** A value in a map, not a field that is declared: who sets what it holds owns it as well. */
  readonly isEntry?: boolean;
  /** The key by which a strategic merge patch merges a list of objects; `''` for a list of primitives. */
  readonly patchKey: string | undefined;
  readonly retainKeys: boolean;
  field(name: string): ValueRules;
  item(): ValueRules;
}

/** Of what has one owner, whatever it holds. */
export const plainRules: ValueRules = {
  atomicMap: false,
  listType: 'atomic',
  listKeys: [],
  patchKey: undefined,
  retainKeys: false,
  field: () => plainRules,
  item: () => plainRules,
};

const metadataRules: ValueRules = {
  ...plainRules,
  field(name) {
    if (name === 'finalizers') return { ...plainRules, listType: 'set', patchKey: '' };
    if (name === 'ownerReferences')
      return {
        ...plainRules,
        listType: 'map',
        listKeys: ['uid'],
        keyDefaults: { uid: '' },
        patchKey: 'uid',
        item: () => ({ ...plainRules, atomicMap: true }),
      };
    return plainRules;
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
    type,
    patchKey: rule?.merge ? (rule.patchMergeKey ?? '') : undefined,
    retainKeys: rule?.retainKeys ?? false,
    field(name) {
      const own = rules?.fields.get(name);
      const said = type === undefined ? undefined : schemas(type)?.fields.get(name)?.mapType;
      return own ? typeRules(own.type, own, said === 'granular') : plainRules;
    },
    item: () => typeRules(type),
  };
}

function bySchema(schema: JsonObject, isEntry = false): ValueRules {
  const type = stringAt(schema, 'x-kubernetes-list-type');
  const isResource = isTrue(schema, 'x-kubernetes-embedded-resource');
  return {
    ...plainRules,
    atomicMap: stringAt(schema, 'x-kubernetes-map-type') === 'atomic',
    listType: type === 'set' || type === 'map' ? type : 'atomic',
    listKeys: stringsAt(schema, 'x-kubernetes-list-map-keys'),
    isEntry,
    ...(type === 'map' && { keyDefaults: keyDefaults(schema) }),
    field(name) {
      if (isResource && name === 'metadata') return metadataRules;
      const isDeclared =
        valueAt(schema, 'properties', name) !== undefined || (isResource && typeFields.has(name));
      return bySchema(propertySchema(schema, name) ?? {}, !isDeclared);
    },
    item: () => bySchema(itemSchema(schema)),
  };
}

/** Of the items, or of the list. */
export interface KeyDefaults {
  readonly type?: string | undefined;
  readonly keyDefaults?: JsonObject | undefined;
}

/** What keys an item of a keyed list has; a key that is left out has its default. */
export function itemKey(
  item: Json | undefined,
  keys: readonly string[],
  { type, keyDefaults: defaults }: KeyDefaults = {},
): JsonObject | undefined {
  if (!isJsonObject(item)) return undefined;
  const entries: [string, Json][] = [];
  for (const key of keys.toSorted()) {
    const own = valueAt(item, key);
    const value = own === undefined ? (valueAt(defaults, key) ?? defaultOf(key, type)) : own;
    if (value !== undefined) entries.push([key, value]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function defaultOf(key: string, type: string | undefined): Json | undefined {
  if (type === undefined) return undefined;
  if (key === 'protocol') return 'TCP';
  if (type === 'core/v1/LocalObjectReference' && key === 'name') return '';
  return printedZero(type, key);
}
