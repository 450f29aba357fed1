// JSON as the values of its schema. Nothing is copied: what an expression does not look at costs nothing.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/cel/common/valuesunstructured.go

import {
  isJsonArray,
  isJsonObject,
  isNumber,
  type Json,
  type JsonArray,
  type JsonObject,
  jsonEquals,
  objectAt,
  stringAt,
  stringsAt,
  valueAt,
} from '../json/json.ts';
import type { Steps } from '../schema/steps.ts';
import { isTrue, type Schema } from '../schema/structural.ts';
import { escapedName, unescapedName } from './field-names.ts';
import { keyWork } from './run/call-work.ts';
import { equal, isEqual } from './run/equality.ts';
import { asResource } from './schema-type.ts';
import { parseDuration, parseTimestamp } from './times.ts';
import { CelError, keyOf, ListValue, MapValue, none, type Value } from './value.ts';

export function schemaValue(json: Json, schema: Schema): Value {
  if (json === null) {
    if (isTrue(schema, 'nullable')) return null;
    return new CelError('invalid data, got null for schema with nullable=false');
  }
  if (isTrue(schema, 'x-kubernetes-int-or-string')) return intOrString(json);
  switch (stringAt(schema, 'type')) {
    case 'object':
      return isJsonObject(json)
        ? objectValue(json, schema)
        : unexpected('a map for the provided schema with type=object');
    case 'array':
      return isJsonArray(json)
        ? listValue(json, schema)
        : unexpected('an array for the provided schema with type=array');
    case 'string':
      return typeof json === 'string' ? textValue(json, schema) : unexpected('string');
    case 'number':
      return isNumber(json) ? Number(json) : unexpected('float');
    case 'integer':
      return isNumber(json) ? integer(json) : unexpected('int');
    case 'boolean':
      return typeof json === 'boolean' ? json : unexpected('bool');
    default:
      return none;
  }
}

function unexpected(what: string): CelError {
  return new CelError(`invalid data, expected ${what}`);
}

function integer(json: number | bigint): Value {
  if (typeof json === 'bigint') return json;
  return Number.isInteger(json) ? BigInt(json) : unexpected('int, got float64');
}

function intOrString(json: Json): Value {
  if (typeof json === 'string') return json;
  if (isNumber(json)) return integer(json);
  return unexpected('XIntOrString value to be either a string or integer');
}

function textValue(text: string, schema: Schema): Value {
  switch (stringAt(schema, 'format')) {
    case 'duration':
      return parseDuration(text) ?? new CelError(`Invalid duration ${text}`);
    case 'date':
      return parseTimestamp(`${text}T00:00:00Z`) ?? new CelError(`Invalid date formatted string ${text}`);
    case 'date-time':
      return (
        parseTimestamp(text.replace('t', 'T').replace('z', 'Z')) ??
        new CelError(`Invalid date-time formatted string ${text}`)
      );
    case 'byte':
      return new Uint8Array(Buffer.from(text, 'base64'));
    default:
      return text;
  }
}

type SchemaOf = (key: string) => Schema | undefined;

function objectValue(json: JsonObject, schema: Schema): MapValue {
  const isEmbedded = isTrue(schema, 'x-kubernetes-embedded-resource');
  if (isEmbedded || isJsonObject(valueAt(schema, 'properties'))) {
    const properties = objectAt(isEmbedded ? asResource(schema) : schema, 'properties');
    const own = (key: string): Schema | undefined => {
      const found = Object.hasOwn(properties, key) ? properties[key] : undefined;
      return isJsonObject(found) ? found : undefined;
    };
    return new JsonMap(json, own, true);
  }
  const additional = valueAt(schema, 'additionalProperties');
  return new JsonMap(json, () => (isJsonObject(additional) ? additional : undefined), false);
}

// What is compared without its schema.
function spendOnJson(json: Json | undefined, steps: Steps): void {
  steps.spend(typeof json === 'string' ? keyWork(json) : 5);
  if (isJsonArray(json)) for (const one of json) spendOnJson(one, steps);
  else if (isJsonObject(json)) for (const one of Object.values(json)) spendOnJson(one, steps);
}

/** Values that took time to be made, by their places. */
class Kept<Place> {
  readonly #made = new Map<Place, Value>();

  value(place: Place, make: () => Value): Value {
    const known = this.#made.get(place);
    if (known !== undefined) return known;
    const made = make();
    const isLarge = made instanceof MapValue || made instanceof ListValue || made instanceof Uint8Array;
    if (isLarge) this.#made.set(place, made);
    return made;
  }
}

class JsonMap extends MapValue {
  readonly json: JsonObject;
  readonly #schemaOf: SchemaOf;
  /** An object, whose properties have names; otherwise a map. */
  readonly #isObject: boolean;
  readonly #kept = new Kept<string>();
  #names: readonly string[] | undefined;

  constructor(json: JsonObject, schemaOf: SchemaOf, isObject: boolean) {
    super();
    this.json = json;
    this.#schemaOf = schemaOf;
    this.#isObject = isObject;
  }

  get size(): number {
    return this.#all.length;
  }

  get #all(): readonly string[] {
    this.#names ??= Object.keys(this.json);
    return this.#names;
  }

  find(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined;
    const name = this.#isObject ? unescapedName(key) : key;
    if (name === undefined || !Object.hasOwn(this.json, name)) return undefined;
    const value = this.json[name] ?? null;
    const schema = this.#schemaOf(name);
    if (!schema || (this.#isObject && value === null)) return undefined;
    return this.#kept.value(name, () => schemaValue(value, schema));
  }

  *keys(): Generator<Value, void, undefined> {
    for (const key of this.#all)
      if (this.#schemaOf(key)) yield this.#isObject ? (escapedName(key) ?? key) : key;
  }

  override readonly equals = (other: MapValue, steps: Steps): boolean => {
    if (this.size !== other.size) return false;
    return this.#all.every((key) => this.#hasEqual(key, other, steps));
  };

  #hasEqual(key: string, other: MapValue, steps: Steps): boolean {
    steps.spend(keyWork(key));
    if (!this.#schemaOf(key)) {
      const before = other instanceof JsonMap ? other.json[key] : undefined;
      spendOnJson(before, steps);
      return before === undefined || jsonEquals(this.json[key], before);
    }
    const [one, two] = [this.find(key), other.find(key)];
    if (one === undefined || two === undefined) return one === two;
    return equal(one, two, steps) !== false;
  }
}

function listValue(json: JsonArray, schema: Schema): ListValue {
  const items = objectAt(schema, 'items');
  switch (stringAt(schema, 'x-kubernetes-list-type')) {
    case 'set':
      return new SetList(json, items);
    case 'map':
      return new KeyedList(json, items, stringsAt(schema, 'x-kubernetes-list-map-keys'));
    default:
      return new JsonList(json, items);
  }
}

class JsonList extends ListValue {
  readonly #json: JsonArray;
  readonly #items: Schema;
  readonly #kept = new Kept<number>();

  constructor(json: JsonArray, items: Schema) {
    super();
    this.#json = json;
    this.#items = items;
  }

  get size(): number {
    return this.#json.length;
  }

  at(index: number): Value {
    return this.#kept.value(index, () => schemaValue(this.#json[index] ?? null, this.#items));
  }
}

type KeyOf = (value: Value) => string;

function entriesOf(list: ListValue, keyOfItem: KeyOf, steps: Steps): (readonly [string, Value])[] {
  const entries: (readonly [string, Value])[] = [];
  for (const one of list) {
    const key = keyOfItem(one);
    steps.spend(5 + key.length);
    entries.push([key, one]);
  }
  return entries;
}

function keysOf(list: ListValue, keyOfItem: KeyOf, steps: Steps): string[] {
  return entriesOf(list, keyOfItem, steps).map(([key]) => key);
}

function haveSameItems(
  [list, other]: readonly [ListValue, ListValue],
  keyOfItem: KeyOf,
  steps: Steps,
): boolean {
  if (list.size !== other.size) return false;
  const own = new Map(entriesOf(list, keyOfItem, steps));
  return entriesOf(other, keyOfItem, steps).every(([key, one]) => {
    const same = own.get(key);
    return same !== undefined && isEqual(same, one, steps);
  });
}

/** Items come in any order, and each once. */
class SetList extends JsonList {
  override readonly equals = (other: ListValue, steps: Steps): boolean => {
    if (this.size !== other.size) return false;
    const own = new Set(keysOf(this, textOf, steps));
    return keysOf(other, textOf, steps).every((key) => own.has(key));
  };

  override plus(other: ListValue, steps: Steps): ListValue {
    return new UnitedList([this, other], textOf, steps);
  }
}

/** Items come in any order, and each key once: the later item replaces the earlier one. */
class KeyedList extends JsonList {
  readonly #keys: readonly string[];

  constructor(json: JsonArray, items: Schema, keys: readonly string[]) {
    super(json, items);
    this.#keys = keys.map((key) => escapedName(key) ?? key);
  }

  override readonly equals = (other: ListValue, steps: Steps): boolean =>
    haveSameItems([this, other], (one) => this.#keyOf(one), steps);

  override plus(other: ListValue, steps: Steps): ListValue {
    return new UnitedList([this, other], (one) => this.#keyOf(one), steps);
  }

  #keyOf(value: Value): string {
    if (!(value instanceof MapValue)) return textOf(value);
    return JSON.stringify(this.#keys.map((key) => textOf(value.find(key) ?? null)));
  }
}

class UnitedList extends ListValue {
  readonly #items: readonly Value[];
  readonly #keyOf: KeyOf;

  constructor(all: readonly ListValue[], keyOfItem: KeyOf, steps: Steps) {
    super();
    this.#items = [...new Map(all.flatMap((list) => entriesOf(list, keyOfItem, steps))).values()];
    this.#keyOf = keyOfItem;
  }

  get size(): number {
    return this.#items.length;
  }

  at(index: number): Value {
    return this.#items[index] ?? null;
  }

  override readonly equals = (other: ListValue, steps: Steps): boolean =>
    haveSameItems([this, other], this.#keyOf, steps);

  override plus(other: ListValue, steps: Steps): ListValue {
    return new UnitedList([this, other], this.#keyOf, steps);
  }
}

function textOf(value: Value): string {
  return keyOf(value) ?? '';
}
