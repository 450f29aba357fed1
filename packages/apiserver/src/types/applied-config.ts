// What server-side apply says of a configuration that its kind's schema does not allow.
// https://github.com/kubernetes-sigs/structured-merge-diff/blob/v6.3.3/typed/validate.go

import { isJsonArray, isJsonObject, isNumber, type Json, type JsonObject, jsonText } from '../json/json.ts';
import type { ConfigShape, ListShape, ObjectShape } from './config-shape.ts';
import { goText } from './converter-words.ts';

interface Complaint {
  readonly about: 'a type' | 'a missing key' | 'items that are there twice';
  /** As `.spec.foo: field not declared in schema`; to look into it costs as much as the path is long. */
  readonly text: string;
}

export function configComplaints(shape: ConfigShape, value: Json): readonly string[] {
  return Array.from(complaints(shape, value, ''), ({ text }) => text);
}

/** Those of it about items of keyed lists that have no key. */
export function keylessComplaints(shape: ConfigShape, value: Json): readonly string[] {
  const all = Array.from(complaints(shape, value, ''));
  return all.filter(({ about }) => about === 'a missing key').map(({ text }) => text);
}

/** Those for which nobody can own an object. */
export function unownable(shape: ConfigShape, value: Json): readonly string[] {
  return Array.from(complaints(shape, value, ''))
    .filter(preventsOwners)
    .map(({ text }) => text);
}

export function isUnownable(shape: ConfigShape, value: Json): boolean {
  for (const complaint of complaints(shape, value, '')) if (preventsOwners(complaint)) return true;
  return false;
}

// What is stored may have items twice.
function preventsOwners({ about }: Complaint): boolean {
  return about !== 'items that are there twice';
}

export function joinedComplaints(complaints: readonly string[]): string {
  const [first = '', ...more] = complaints;
  return more.length === 0 ? first : `errors:\n${complaints.map((one) => `  ${one}`).join('\n')}`;
}

type Complaints = Generator<Complaint, void, undefined>;

function* complaints(shape: ConfigShape, value: Json, path: string): Complaints {
  if (value === null) return;
  const wrong = (what: string): Complaint => ({ about: 'a type', text: `${path}: ${what}` });
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string')
        yield wrong(`expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
      return;
    case 'number':
      if (!isNumber(value)) yield wrong(`expected numeric (int or float), got ${goTypeOf(value)}`);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') yield wrong(`expected boolean, got &{${goText(value)}}`);
      return;
    case 'scalar':
      if (typeof value === 'object') yield wrong(`expected any scalar, got &{${goText(value)}}`);
      return;
    case 'any':
      if (shape.object && isJsonObject(value)) yield* inObject(shape.object, value, path);
      return;
    case 'list':
      if (isJsonArray(value)) yield* inList(shape, value, path);
      else yield wrong(`expected list, got &{${goText(value)}}`);
      return;
    case 'object':
      if (isJsonObject(value)) yield* inObject(shape, value, path);
      else yield wrong(`expected map, got &{${goText(value)}}`);
      return;
    default:
      shape satisfies never;
  }
}

// A field that is not there ends the look at its object.
function* inObject(shape: ObjectShape, value: JsonObject, path: string): Complaints {
  for (const [key, inner] of Object.entries(value)) {
    const field = shape.field(key);
    if (!field) {
      yield { about: 'a type', text: `${path}.${key}: field not declared in schema` };
      return;
    }
    yield* complaints(field, inner, `${path}.${key}`);
  }
}

const keyless = 'associative list with keys has an element that omits all key fields';

// Why an item has no place in its list; undefined where it has one.
function placeComplaint(item: Json, { listType, keys, keyOf }: ListShape): string | undefined {
  if (listType === 'set') {
    if (item === null) return "associative list without keys has an element that's an explicit null";
    if (isJsonObject(item)) return "associative list without keys has an element that's a map type";
    return isJsonArray(item) ? 'not supported: associative list with lists as elements' : undefined;
  }
  if (listType !== 'map') return undefined;
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isJsonObject(item)) return 'associative list with keys may not have non-map elements';
  if (keyOf(item)) return undefined;
  const names = keys.map((key) => JSON.stringify(key)).join(' ');
  return `${keyless} [${names}] (and doesn't have default values for any key fields)`;
}

function* inList(shape: ListShape, list: readonly Json[], path: string): Complaints {
  const seen = new Set<string>();
  for (const [at, item] of list.entries()) {
    const placeless = placeComplaint(item, shape);
    // An item that has no place ends the look at its list.
    if (placeless !== undefined) {
      const about = placeless.startsWith(keyless) ? 'a missing key' : 'a type';
      return yield { about, text: `${path}: element ${at}: ${placeless}` };
    }
    const key = placeOf(item, shape);
    if (key !== undefined && seen.has(key))
      yield { about: 'items that are there twice', text: `${path}: duplicate entries for key ${key}` };
    if (key !== undefined) seen.add(key);
    yield* complaints(shape.items, item, `${path}${key ?? `[${at}]`}`);
  }
}

function placeOf(item: Json, { listType, keyOf }: ListShape): string | undefined {
  if (listType === 'set') return `[=${jsonText(item)}]`;
  const key = listType === 'map' ? keyOf(item) : undefined;
  if (key === undefined) return undefined;
  return `[${Object.entries(key)
    .map(([name, value]) => `${name}=${isJsonObject(value) ? '' : jsonText(value)}`)
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
