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
import { isTrue, type Schema } from '../schema/structural.ts';
import { equal, isEqual } from './equality.ts';
import { escapedName, unescapedName } from './field-names.ts';
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

class JsonMap extends MapValue {
  readonly json: JsonObject;
  readonly #schemaOf: SchemaOf;
  /** An object, whose properties have names; otherwise a map. */
  readonly #isObject: boolean;

  constructor(json: JsonObject, schemaOf: SchemaOf, isObject: boolean) {
    super();
    this.json = json;
    this.#schemaOf = schemaOf;
    this.#isObject = isObject;
  }

  get size(): number {
    return Object.keys(this.json).length;
  }

  find(key: Value): Value | undefined {
    if (typeof key !== 'string') return undefined;
    const name = this.#isObject ? unescapedName(key) : key;
    if (name === undefined || !Object.hasOwn(this.json, name)) return undefined;
    const value = this.json[name] ?? null;
    const schema = this.#schemaOf(name);
    if (!schema || (this.#isObject && value === null)) return undefined;
    return schemaValue(value, schema);
  }

  *keys(): Generator<Value, void, undefined> {
    for (const key of Object.keys(this.json))
      if (this.#schemaOf(key)) yield this.#isObject ? (escapedName(key) ?? key) : key;
  }

  override readonly equals = (other: MapValue): boolean => {
    if (this.size !== other.size) return false;
    return Object.keys(this.json).every((key) => this.#hasEqual(key, other));
  };

  #hasEqual(key: string, other: MapValue): boolean {
    if (!this.#schemaOf(key)) {
      const before = other instanceof JsonMap ? other.json[key] : undefined;
      return before === undefined || jsonEquals(this.json[key], before);
    }
    const [one, two] = [this.find(key), other.find(key)];
    if (one === undefined || two === undefined) return one === two;
    return equal(one, two) !== false;
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

  constructor(json: JsonArray, items: Schema) {
    super();
    this.#json = json;
    this.#items = items;
  }

  get size(): number {
    return this.#json.length;
  }

  at(index: number): Value {
    return schemaValue(this.#json[index] ?? null, this.#items);
  }
}

/** Items come in any order, and each once. */
class SetList extends JsonList {
  override readonly equals = (other: ListValue): boolean => {
    if (this.size !== other.size) return false;
    const own = new Set([...this].map(textOf));
    return [...other].every((one) => own.has(textOf(one)));
  };

  override plus(other: ListValue): ListValue {
    return new UnitedList([...this, ...other], textOf);
  }
}

/** Items come in any order, and each key once: the later item replaces the earlier one. */
class KeyedList extends JsonList {
  readonly #keys: readonly string[];

  constructor(json: JsonArray, items: Schema, keys: readonly string[]) {
    super(json, items);
    this.#keys = keys.map((key) => escapedName(key) ?? key);
  }

  override readonly equals = (other: ListValue): boolean => {
    if (this.size !== other.size) return false;
    const own = new Map([...this].map((one) => [this.#keyOf(one), one]));
    return [...other].every((one) => {
      const same = own.get(this.#keyOf(one));
      return same !== undefined && isEqual(same, one);
    });
  };

  override plus(other: ListValue): ListValue {
    return new UnitedList([...this, ...other], (one) => this.#keyOf(one));
  }

  #keyOf(value: Value): string {
    if (!(value instanceof MapValue)) return textOf(value);
    return JSON.stringify(this.#keys.map((key) => textOf(value.find(key) ?? null)));
  }
}

class UnitedList extends ListValue {
  readonly #items: readonly Value[];
  readonly #keyOf: (value: Value) => string;

  constructor(all: readonly Value[], keyOfItem: (value: Value) => string) {
    super();
    this.#items = [...new Map(all.map((one) => [keyOfItem(one), one])).values()];
    this.#keyOf = keyOfItem;
  }

  get size(): number {
    return this.#items.length;
  }

  at(index: number): Value {
    return this.#items[index] ?? null;
  }

  override readonly equals = (other: ListValue): boolean => {
    if (this.size !== other.size) return false;
    const own = new Map(this.#items.map((one) => [this.#keyOf(one), one]));
    return [...other].every((one) => {
      const same = own.get(this.#keyOf(one));
      return same !== undefined && isEqual(same, one);
    });
  };

  override plus(other: ListValue): ListValue {
    return new UnitedList([...this.#items, ...other], this.#keyOf);
  }
}

function textOf(value: Value): string {
  return keyOf(value) ?? '';
}
