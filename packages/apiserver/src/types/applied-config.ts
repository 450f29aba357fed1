// What server-side apply says of a configuration that its kind's schema does not allow.
// https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.3/typed/validate.go

import type { TypeSchema, ValueSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { itemKey } from '../apply/merge-rules.ts';
import { isJsonArray, isJsonObject, isNumber, type Json, type JsonObject, jsonText } from '../json/json.ts';
import { goText } from './converter-words.ts';
import { isOpaque } from './opaque-types.ts';

/** As `.spec.foo: field not declared in schema`; `path` is where the value stands, as `.metadata`. */
export function configComplaints(type: string, value: Json, path: string = ''): readonly string[] {
  return [...complaints({ kind: 'reference', type }, value, path)];
}

/** Those of it about items of keyed lists that have no key. */
export function keylessComplaints(type: string, value: Json): readonly string[] {
  return configComplaints(type, value).filter((one) => one.includes(keyless));
}

export function joinedComplaints(complaints: readonly string[]): string {
  const [first = '', ...more] = complaints;
  return more.length === 0 ? first : `errors:\n${complaints.map((one) => `  ${one}`).join('\n')}`;
}

type Complaints = Generator<string, void, undefined>;

function* complaints(schema: ValueSchema, value: Json, path: string): Complaints {
  if (value === null) return;
  const wrong = (what: string): string => `${path}: ${what}`;
  switch (schema.kind) {
    case 'string':
    case 'bytes':
      if (typeof value !== 'string')
        yield wrong(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
      return;
    case 'int32':
    case 'int64':
    case 'double':
      if (!isNumber(value)) yield wrong(`expected numeric (int or float), got ${goTypeOf(value)}`);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') yield wrong(`expected boolean, got &{${goText(value)}}`);
      return;
    case 'list':
      if (isJsonArray(value)) yield* inList(schema, value, path);
      else yield wrong(`expected list, got &{${goText(value)}}`);
      return;
    case 'map':
    case 'object':
      if (isJsonObject(value)) yield* inMap(schema.items, value, path);
      else yield wrong(`expected map, got &{${goText(value)}}`);
      return;
    case 'reference':
      yield* inReference(schema.type ?? '', value, path);
      return;
    default:
      schema.kind satisfies never;
  }
}

const times = new Set(['meta/v1/Time', 'meta/v1/MicroTime']);
const scalars = new Set(['resource/Quantity', 'intstr/IntOrString']);

function* inReference(type: string, value: Json, path: string): Complaints {
  if (times.has(type)) yield* complaints({ kind: 'string' }, value, path);
  if (scalars.has(type) && typeof value === 'object')
    yield `${path}: expected any scalar, got &{${goText(value)}}`;
  const struct = isOpaque(type) ? undefined : schemas(type);
  if (!struct) return;
  if (isJsonObject(value)) yield* inStruct(struct, value, path);
  else yield `${path}: expected map, got &{${goText(value)}}`;
}

// A field that is not there ends the look at its object.
function* inStruct(struct: TypeSchema, value: JsonObject, path: string): Complaints {
  for (const [key, inner] of Object.entries(value)) {
    const field = struct.fields.get(key);
    if (!field) {
      yield `${path}.${key}: field not declared in schema`;
      return;
    }
    yield* complaints(field, inner, `${path}.${key}`);
  }
}

function* inMap(values: ValueSchema | undefined, map: JsonObject, path: string): Complaints {
  if (!values) return;
  for (const [key, inner] of Object.entries(map)) yield* complaints(values, inner, `${path}.${key}`);
}

interface ListSchema extends ValueSchema {
  readonly listType?: string;
  readonly listMapKeys?: readonly string[];
}

const keyless = 'associative list with keys has an element that omits all key fields';

// Why an item has no place in its list; undefined where it has one.
function placeComplaint(item: Json, { listType, listMapKeys = [], items }: ListSchema): string | undefined {
  if (listType === 'set') {
    if (item === null) return "associative list without keys has an element that's an explicit null";
    if (isJsonObject(item)) return "associative list without keys has an element that's a map type";
    return isJsonArray(item) ? 'not supported: associative list with lists as elements' : undefined;
  }
  if (listType !== 'map') return undefined;
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isJsonObject(item)) return 'associative list with keys may not have non-map elements';
  if (itemKey(item, listMapKeys, items?.type)) return undefined;
  const keys = listMapKeys.map((key) => JSON.stringify(key)).join(' ');
  return `${keyless} [${keys}] (and doesn't have default values for any key fields)`;
}

function* inList(schema: ListSchema, list: readonly Json[], path: string): Complaints {
  const { items } = schema;
  if (!items) return;
  const seen = new Set<string>();
  for (const [at, item] of list.entries()) {
    const placeless = placeComplaint(item, schema);
    // An item that has no place ends the look at its list.
    if (placeless !== undefined) return yield `${path}: element ${at}: ${placeless}`;
    const key = keyOfItem(item, schema);
    if (key !== undefined && seen.has(key)) yield `${path}: duplicate entries for key ${key}`;
    if (key !== undefined) seen.add(key);
    yield* complaints(items, item, `${path}${key ?? `[${at}]`}`);
  }
}

function keyOfItem(item: Json, { listType, listMapKeys = [], items }: ListSchema): string | undefined {
  if (listType === 'set') return `[=${jsonText(item)}]`;
  const key = listType === 'map' ? itemKey(item, listMapKeys, items?.type) : undefined;
  if (key === undefined) return undefined;
  return `[${Object.entries(key)
    .map(([name, value]) => `${name}=${jsonText(value)}`)
    .join(',')}]`;
}

function goTypeOf(value: Json): string {
  if (isJsonArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** As Go's `%#v` prints it. */
function goSyntax(value: Json): string {
  if (isJsonArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isJsonObject(value)) return value === null ? 'interface {}(nil)' : jsonText(value);
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${goSyntax(value[key] ?? null)}`);
  return `map[string]interface {}{${pairs.join(', ')}}`;
}
