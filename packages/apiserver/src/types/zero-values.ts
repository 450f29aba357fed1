// What Go makes of values that are zero: a field that is to be omitted while it is empty loses its zero, unless it is a
// pointer; any other field is printed even where nobody has set it.

import type { TypeSchema, ValueSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import {
  emptyObject,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectOf,
} from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import { zeroTable } from './zero-table.ts';

interface Zeros {
  /** By field: what is printed where it is not set. An empty object has zeros of its own. */
  readonly printed: ReadonlyMap<string, Json>;
  /** Whose zero is a value, as that of `replicas`. */
  readonly pointers: ReadonlySet<string>;
  /** Types with a name of their own, as `[]v1.IPFamily`. */
  readonly types: ReadonlyMap<string, string>;
}

// The notation of the table: `name:s` is printed as '', `port:n` as 0, and so on; `replicas?` is a pointer, and
// `scope=v1.ScopeType` of that type.
const letters: Readonly<Record<string, Json>> = {
  s: '',
  n: 0,
  f: false,
  '-': null,
  o: emptyObject,
  q: '0',
};

const zerosOf = oncePer(({ type }: TypeSchema): Zeros => {
  const printed = new Map<string, Json>();
  const pointers = new Set<string>();
  const types = new Map<string, string>();
  const text = Object.hasOwn(zeroTable, type) ? (zeroTable[type] ?? '') : '';
  for (const one of text.split(' ')) {
    const [zeroes = '', goName] = one.split('=');
    const isPointer = zeroes.endsWith('?');
    const [name = '', letter = ''] = (isPointer ? zeroes.slice(0, -1) : zeroes).split(':');
    const zero = letters[letter];
    if (isPointer) pointers.add(name);
    if (zero !== undefined) printed.set(name, zero);
    if (goName !== undefined) types.set(name, goName);
  }
  return { printed, pointers, types };
});

/** The Go type of a field, where it has a name that says more than what it is made of. */
export function namedType(schema: TypeSchema, field: string): string | undefined {
  return zerosOf(schema).types.get(field);
}

/** What is printed for a field that nobody has set; undefined where nothing is. */
export function printedZero(type: string, field: string): Json | undefined {
  const schema = schemas(type);
  return schema && zerosOf(schema).printed.get(field);
}

/** Whether a list or a map without items is another thing than none, until it is stored. */
export function isEmptyListKept(schema: TypeSchema, field: string): boolean {
  return zerosOf(schema).printed.has(field) || toldApart.has(`${schema.type}.${field}`);
}

// Where validation asks whether Go has a value at all: what is empty is refused, or another value than none.
const toldApart = new Set([
  'apiextensions.k8s.io/v1/JSONSchemaProps.dependencies',
  'autoscaling/v2/HPAScalingRules.policies',
  'core/v1/PodSpec.overhead',
  'core/v1/PodSecurityContext.supplementalGroups',
  'core/v1/ResourceRequirements.claims',
  ...['ports', 'resizePolicy', 'restartPolicyRules'].map((key) => `core/v1/EphemeralContainer.${key}`),
  'core/v1/ConfigMap.binaryData',
  'core/v1/Secret.data',
]);

/** Whether the value is as good as none: a zero that Go does not print. */
export function isOmitted(
  schema: TypeSchema,
  { name, kind }: { name: string; kind: ValueSchema['kind'] },
  value: Json,
): boolean {
  switch (kind) {
    case 'string':
    case 'bytes':
    case 'boolean':
    case 'int32':
    case 'int64':
    case 'double':
      break;
    default:
      return false;
  }
  if (value !== '' && value !== false && value !== 0) return false;
  const { printed, pointers } = zerosOf(schema);
  return !pointers.has(name) && !printed.has(name);
}

/** What becomes of the fields of a struct, once what is below them is done. */
type Step = (schema: TypeSchema, struct: JsonObject, isWhole: boolean) => JsonObject;

/**
 * The object with what Go prints below its fields where nothing is set; the same object where nothing is missing.
 * `type` as `apps/v1/Deployment`. Metadata and top-level fields that are not there stay as they are.
 */
export function withPrintedZeros(type: string, object: JsonObject): JsonObject {
  return throughout(type, object, (schema, struct, isWhole) => {
    if (isWhole) return struct;
    const missing: [string, Json][] = [];
    for (const [name, zero] of zerosOf(schema).printed)
      if (!Object.hasOwn(struct, name)) missing.push([name, zeroStruct(schema, name) ?? zero]);
    return missing.length === 0 ? struct : { ...struct, ...objectOf(missing) };
  });
}

// The zero of a field that is a struct has zeros as well.
function zeroStruct(schema: TypeSchema, name: string): JsonObject | undefined {
  const inner = schemas(schema.fields.get(name)?.type ?? '');
  if (!inner || zerosOf(schema).printed.get(name) !== emptyObject) return undefined;
  const zeros = Array.from(zerosOf(inner).printed, ([key, zero]): [string, Json] => [
    key,
    zeroStruct(inner, key) ?? zero,
  ]);
  return objectOf(zeros);
}

/** The object as it comes back from the storage of built-in kinds: of a list or a map without items nothing is left. */
export function withoutEmptyLists(type: string, object: JsonObject): JsonObject {
  if (storedAsJson.some((group) => type.startsWith(group))) return object;
  return withoutItemless(type, object, true);
}

/** The object as Go prints it before it is stored: without the lists and maps that are left out where they are empty. */
export function withoutOmittedLists(type: string, object: JsonObject): JsonObject {
  return withoutItemless(type, object, false);
}

// What is printed even where it has no items stays, and is null once it has been stored.
function withoutItemless(type: string, object: JsonObject, isStored: boolean): JsonObject {
  return throughout(type, object, (schema, struct) => {
    let changed: Map<string, Json> | undefined;
    for (const key of Object.keys(struct)) {
      const value = struct[key];
      if (typeof value !== 'object' || value === null) continue;
      const kind = schema.fields.get(key)?.kind;
      if (!kind || !hasNoItems(kind, value)) continue;
      const isPrinted = zerosOf(schema).printed.has(key);
      if (isPrinted && !isStored) continue;
      changed ??= new Map(Object.entries(struct));
      if (isPrinted) changed.set(key, null);
      else changed.delete(key);
    }
    return changed ? objectOf(changed) : struct;
  });
}

const storedAsJson = ['apiextensions.k8s.io/', 'apiregistration.k8s.io/'];

/** Whether a list or a map has no items. */
export function hasNoItems(kind: ValueSchema['kind'], value: Json): boolean {
  if (kind === 'list') return isJsonArray(value) && value.length === 0;
  return kind === 'map' && isJsonObject(value) && Object.keys(value).length === 0;
}

function throughout(type: string, object: JsonObject, step: Step): JsonObject {
  const schema = schemas(type);
  if (!schema) return object;
  const { metadata, ...rest } = object;
  const next = inStruct(schema, rest, { step, isWhole: true });
  return metadata === undefined ? next : { ...next, metadata };
}

function inStruct(
  schema: TypeSchema,
  struct: JsonObject,
  { step, isWhole = false }: { step: Step; isWhole?: boolean },
): JsonObject {
  let changed: Map<string, Json> | undefined;
  for (const key of Object.keys(struct)) {
    const value = struct[key];
    if (typeof value !== 'object' || value === null) continue;
    const field = schema.fields.get(key);
    const next = field ? inValue(field, value, step) : value;
    if (next !== value) (changed ??= new Map(Object.entries(struct))).set(key, next);
  }
  return step(schema, changed ? objectOf(changed) : struct, isWhole);
}

function inValue(field: ValueSchema, value: Json, step: Step): Json {
  const { kind, type = '', items } = field;
  if (kind === 'reference') {
    const schema = isJsonObject(value) ? schemas(type) : undefined;
    return schema && isJsonObject(value) ? inStruct(schema, value, { step }) : value;
  }
  if (!items || items.kind === 'string') return value;
  if (kind === 'list' && isJsonArray(value)) {
    const next = value.map((item) => inValue(items, item, step));
    return next.some((item, at) => item !== value[at]) ? next : value;
  }
  if (kind !== 'map' || !isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [key, inValue(items, one, step)]);
  return entries.some(([key, one]) => one !== value[key]) ? objectOf(entries) : value;
}
