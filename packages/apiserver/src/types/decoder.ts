// Objects as the Go types of the built-in kinds would hold them once they were stored: unknown fields, nulls, and
// lists and maps without items are gone, times and quantities are in their stored form. The first value of a wrong type
// ends it, in Go's words.

import { type FieldSchema, type TypeSchema, trimTextEnd, type ValueSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import {
  isInt32,
  isInt64,
  isJsonArray,
  isJsonObject,
  isNumber,
  type Json,
  type JsonObject,
  objectOf,
} from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import { childPath } from '../schema/structural.ts';
import { UndecodableError } from './complaints.ts';
import { leafMismatch, type Mismatch } from './json-mismatch.ts';
import { decodeOpaque, isLeaf, isOpaque, type ValueDecoder } from './opaque-types.ts';
import { roundedToMillis } from './stored-quantity.ts';
import { mostComplaints } from './strict-complaints.ts';
import { goType, goTypeIn } from './type-names.ts';
import { hasNoItems, isEmptyListKept, isOmitted } from './zero-values.ts';

export interface Decoded {
  readonly object: JsonObject;
  /** Paths of fields that the type does not have, in the order of the text; no more than are told of. */
  readonly unknown: readonly string[];
}

/**
 * `type` as `core/v1/Pod`; a type that Kubernetes does not have takes everything.
 *
 * @throws UndecodableError at the first value of a wrong type, in the words of `mismatch`.
 */
export function decodeTyped(type: string, object: JsonObject, mismatch: Mismatch): Decoded {
  const schema = schemas(type);
  if (!schema) return { object, unknown: [] };
  const decoder = new TypedDecoder(mismatch);
  const decoded = decoder.struct(schema, object);
  if (decoder.first) throw decoder.first;
  return { object: decoded, unknown: decoder.unknown };
}

class TypedDecoder implements ValueDecoder {
  readonly unknown: string[] = [];
  /** What encoding/json says in the end: it goes on, and types that read their JSON themselves are heard first. */
  first: UndecodableError | undefined;
  readonly #mismatch: Mismatch;
  // The path to the current value, joined only for a complaint.
  readonly #path: (string | number)[] = [];
  readonly #fields: string[] = [];
  #struct: TypeSchema | undefined;
  #isCore = false;
  // Above 0 within a type that unmarshals itself: its unknown fields are not reported.
  #quiet = 0;
  // Within a type that reads its JSON itself, whatever decodes the object around it.
  #isLeaf = false;
  // Of the value that is looked at next.
  #isFloat = false;

  constructor(mismatch: Mismatch) {
    this.#mismatch = mismatch;
  }

  struct(schema: TypeSchema, object: JsonObject): JsonObject {
    const outer = this.#struct;
    const keys = Object.keys(object);
    // Most objects are as they should be: nothing is copied until something differs.
    let kept: [string, Json][] | undefined;
    const isOuterCore = this.#isCore;
    this.#struct = schema;
    this.#isCore = schema.type.startsWith('core/');
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] ?? '';
      const value = object[key] ?? null;
      const field = schema.fields.get(key);
      this.#isFloat = this.#mismatch.floats?.get(object)?.has(key) === true;
      if (!field && this.#quiet === 0 && this.unknown.length < mostComplaints)
        this.unknown.push([...this.#path, key].reduce<string>(childPath, ''));
      const held = field && value !== null ? this.#field(schema, field, value) : undefined;
      const decoded = held !== undefined && field && isNothing(schema, field, held) ? undefined : held;
      if (decoded !== value) kept ??= keys.slice(0, at).map((before) => [before, object[before] ?? null]);
      if (kept && decoded !== undefined) kept.push([key, decoded]);
    }
    this.#struct = outer;
    this.#isCore = isOuterCore;
    return kept ? objectOf(kept) : object;
  }

  quietly(decode: () => Json): Json {
    this.#quiet += 1;
    try {
      return decode();
    } finally {
      this.#quiet -= 1;
    }
  }

  value(schema: ValueSchema, value: Json): Json {
    switch (schema.kind) {
      case 'string':
        return typeof value === 'string' ? value : this.#wrong(value, schema);
      case 'boolean':
        return typeof value === 'boolean' ? value : this.#wrong(value, schema);
      case 'double':
        return isNumber(value) ? Number(value) : this.#wrong(value, schema);
      case 'int32':
      case 'int64':
        return isInteger(value, schema.kind) && !this.#isFloat
          ? value
          : this.#integer(value, schema, schema.kind);
      case 'bytes':
        return typeof value === 'string' ? this.#bytes(value) : this.#wrong(value, schema);
      case 'object':
        return isJsonObject(value) ? value : this.#wrong(value, schema);
      case 'list':
        return isJsonArray(value) ? this.#list(schema.items, value) : this.#wrong(value, schema);
      case 'map':
        return isJsonObject(value) ? this.#map(schema.items, value) : this.#wrong(value, schema);
      case 'reference':
        return this.#reference(schema, value);
      default:
        return schema.kind satisfies never;
    }
  }

  refuse(found: Json, wanted: ValueSchema): never {
    throw this.#complaint(found, wanted);
  }

  #complaint(found: Json, wanted: ValueSchema): UndecodableError {
    if (this.#isLeaf && this.#mismatch.integer) return new UndecodableError(leafMismatch(found, wanted));
    const [struct, fields] = [this.#struct, this.#fields];
    const type = struct ? goTypeIn(struct, fields.at(-1) ?? '', wanted) : goType(wanted);
    const place = { struct: struct ? structName(struct) : '', fields, type };
    return new UndecodableError(this.#mismatch(found, wanted, place));
  }

  #wrong(found: Json, wanted: ValueSchema): Json {
    return this.#later(this.#complaint(found, wanted));
  }

  #later(complaint: UndecodableError): null {
    if (this.#isLeaf || this.#quiet > 0 || this.#mismatch.integer) throw complaint;
    this.first ??= complaint;
    return null;
  }

  #bytes(text: string): Json {
    const wrong = base64Complaint(text);
    if (wrong === undefined) return /[\r\n]/.test(text) ? text.replaceAll(/[\r\n]/g, '') : text;
    return this.#later(
      new UndecodableError(this.#mismatch.integer ? `error decoding from json: ${wrong}` : wrong),
    );
  }

  #integer(value: Json, schema: ValueSchema, kind: 'int32' | 'int64'): Json {
    const kept = isNumber(value) && !this.#isLeaf ? this.#mismatch.integer?.(value, kind) : undefined;
    return kept ?? this.#wrong(value, schema);
  }

  #field(struct: TypeSchema, field: FieldSchema, value: Json): Json {
    // A plain string cannot be refused, so no complaint will need its path.
    if (field.kind === 'string' && typeof value === 'string') return value;
    const depth = this.#fields.length;
    for (let level = 1; level < field.numbers.length; level += 1) {
      const embedded = struct.embedded.get(field.numbers.slice(0, level).join('.'));
      if (embedded !== undefined) this.#fields.push(embedded);
    }
    this.#fields.push(field.name);
    this.#path.push(field.name);
    const decoded = this.value(field, value);
    this.#path.pop();
    this.#fields.length = depth;
    return decoded;
  }

  #reference(schema: ValueSchema, value: Json): Json {
    const type = schema.type ?? '';
    if (isOpaque(type)) {
      this.#isLeaf = isLeaf(type);
      const decoded = decodeOpaque(this, type, value);
      this.#isLeaf = false;
      return decoded;
    }
    const referred = schemas(type);
    if (!referred) return value;
    return isJsonObject(value) ? this.struct(referred, value) : this.#wrong(value, schema);
  }

  #list(items: ValueSchema | undefined, list: readonly Json[]): Json {
    if (!items) return list;
    const decoded: Json[] = [];
    for (const [at, item] of list.entries()) {
      this.#path.push(at);
      this.#isFloat = this.#mismatch.floats?.get(list)?.has(String(at)) === true;
      decoded.push(item === null ? zeroOf(items) : this.value(items, item));
      this.#path.pop();
    }
    return decoded.every((item, at) => item === list[at]) ? list : decoded;
  }

  #map(values: ValueSchema | undefined, map: JsonObject): Json {
    if (!values) return map;
    let same = true;
    const decoded: [string, Json][] = [];
    for (const key of Object.keys(map)) {
      const value = map[key] ?? null;
      this.#path.push(key);
      this.#isFloat = this.#mismatch.floats?.get(map)?.has(key) === true;
      const inner = value === null ? zeroOf(values) : this.#entry(values, value);
      this.#path.pop();
      if (inner !== value) same = false;
      decoded.push([key, inner]);
    }
    return same ? map : objectOf(decoded);
  }

  // Amounts in the lists of resources of core are held in thousandths.
  #entry(values: ValueSchema, value: Json): Json {
    const decoded = this.value(values, value);
    return values.type === 'resource/Quantity' && this.#isCore ? roundedToMillis(decoded) : decoded;
  }
}

function isNothing(schema: TypeSchema, field: FieldSchema, value: Json): boolean {
  return hasNoItems(field.kind, value)
    ? !isEmptyListKept(schema, field.name)
    : isOmitted(schema, field, value);
}

const structName = oncePer(({ type }: TypeSchema) => type.slice(type.lastIndexOf('/') + 1));

const zeros: Readonly<Partial<Record<ValueSchema['kind'], Json>>> = {
  string: '',
  bytes: '',
  int32: 0,
  int64: 0,
  double: 0,
  boolean: false,
};

const opaqueZeros: Readonly<Record<string, Json>> = { 'resource/Quantity': '0', 'intstr/IntOrString': 0 };

// Go turns a null among items into the zero value.
function zeroOf({ kind, type = '' }: ValueSchema): Json {
  if (kind === 'reference') return isOpaque(type) ? (opaqueZeros[type] ?? null) : {};
  return zeros[kind] ?? null;
}

function isInteger(value: Json, kind: 'int32' | 'int64'): boolean {
  return isInt64(value) && (kind === 'int64' || isInt32(value));
}

// https://pkg.go.dev/encoding/base64#CorruptInputError
function base64Complaint(text: string): string | undefined {
  const digits = trimTextEnd(text, '=\r\n').length;
  const wrong = text.search(/[^A-Za-z0-9+/\r\n]/);
  if (wrong !== -1 && wrong < digits) return `illegal base64 data at input byte ${wrong}`;
  const length = text.replaceAll(/[\r\n]/g, '').length;
  return length % 4 === 0 ? undefined : `illegal base64 data at input byte ${length - (length % 4)}`;
}
