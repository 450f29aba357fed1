// Messages of the built-in types as the JSON that says the same.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding

import type { FieldSchema, TypeSchema, ValueSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import type { Json } from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import { opaqueMessages } from './opaque-messages.ts';
import {
  bytesOf,
  doubleOf,
  integerOf,
  MalformedProtobufError,
  numberOf,
  packedVarints,
  textOf,
  valuesOf,
  type WireValue,
  WrongWireTypeError,
  wireFields,
} from './wire.ts';

/** An object in the making, its lists and maps as well. */
type Draft = Map<string, Json | Json[] | Map<string, Json>>;

// Bounds the recursion. A level of a CRD's schema takes two messages. Even interpreted code has stack for four times
// as many.
const deepest = 200;

export class MessageDecoder {
  #depth = 0;

  /** @throws MalformedProtobufError where the bytes are no message of this type. */
  struct(schema: TypeSchema, message: Uint8Array): Json {
    const draft: Draft = new Map();
    this.#within(() => this.#fill(draft, numbered(schema), message));
    return objectOf(schema, draft);
  }

  #reference(type: string, value: WireValue): Json {
    const opaque = opaqueMessages[type];
    if (opaque)
      return this.#within(() => opaque(bytesOf(value), (inner, one) => this.#reference(inner, one)));
    const schema = schemas(type);
    if (!schema) throw new MalformedProtobufError(`proto: no message ${type}`);
    return this.struct(schema, bytesOf(value));
  }

  #fill(draft: Draft, fields: NumberedFields, message: Uint8Array): void {
    for (const { number, value } of wireFields(message)) {
      const field = fields.get(number);
      // Unknown fields are skipped, as protobuf demands.
      if (field instanceof Map) this.#within(() => this.#fill(draft, field, bytesOf(value)));
      else if (field) named(field, () => this.#assign(draft, field, value));
    }
  }

  #assign(draft: Draft, field: FieldSchema, value: WireValue): void {
    const before = draft.get(field.name);
    if (field.kind === 'list') {
      const items = this.#items(field.items, value);
      if (Array.isArray(before)) before.push(...items);
      else draft.set(field.name, items);
    } else if (field.kind === 'map') {
      const map = before instanceof Map ? before : new Map<string, Json>();
      map.set(...this.#entry(field.items, bytesOf(value)));
      draft.set(field.name, map);
    } else draft.set(field.name, this.#value(field, value));
  }

  #items(items: ValueSchema = { kind: 'string' }, value: WireValue): Json[] {
    const packed = value instanceof Uint8Array && (items.kind === 'int32' || items.kind === 'int64');
    return packed
      ? Array.from(packedVarints(value), (one) => this.#value(items, one))
      : [this.#value(items, value)];
  }

  #entry(values: ValueSchema = { kind: 'string' }, message: Uint8Array): [string, Json] {
    let key = '';
    let value: Json = values.kind === 'list' ? [] : values.kind === 'reference' ? {} : '';
    for (const field of wireFields(message)) {
      if (field.number === 1) key = textOf(field.value);
      if (field.number === 2) value = this.#value(values, field.value);
    }
    return [key, value];
  }

  #value(schema: ValueSchema, value: WireValue): Json {
    switch (schema.kind) {
      case 'string':
        return textOf(value);
      case 'bytes':
        return Buffer.from(bytesOf(value)).toString('base64');
      case 'boolean':
        return numberOf(value) !== 0n;
      case 'int32':
        return integerOf(value, 32);
      case 'int64':
        return integerOf(value, 64);
      case 'double':
        return doubleOf(value);
      case 'reference':
        return this.#reference(schema.type ?? '', value);
      case 'list':
        // A list that is no field is a message with the field `items`.
        return this.#within(() =>
          valuesOf(bytesOf(value), 1).flatMap((one) => this.#items(schema.items, one)),
        );
      default:
        throw new MalformedProtobufError(`proto: a ${schema.kind} cannot stand here`);
    }
  }

  #within<T>(decode: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw new MalformedProtobufError('proto: exceeded max depth');
    try {
      return decode();
    } finally {
      this.#depth -= 1;
    }
  }
}

// Go names the field of its struct, which mostly is that of the JSON with a capital letter.
function named(field: FieldSchema, decode: () => void): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof WrongWireTypeError)) throw error;
    const name = metadata[field.type ?? ''] ?? field.name.charAt(0).toUpperCase() + field.name.slice(1);
    throw new MalformedProtobufError(`${error.message} for field ${name}`);
  }
}

const metadata: Readonly<Record<string, string | undefined>> = {
  'meta/v1/ObjectMeta': 'ObjectMeta',
  'meta/v1/ListMeta': 'ListMeta',
};

type NumberedFields = Map<number, FieldSchema | NumberedFields>;

/** Fields by their numbers, those of embedded structs below that of their message. */
const numbered = oncePer((schema: TypeSchema): NumberedFields => {
  const fields: NumberedFields = new Map();
  for (const field of schema.fields.values()) {
    let level = fields;
    for (const number of field.numbers.slice(0, -1)) {
      const next = level.get(number);
      const below: NumberedFields = new Map();
      if (!(next instanceof Map)) level.set(number, below);
      level = next instanceof Map ? next : below;
    }
    const last = field.numbers.at(-1);
    if (last !== undefined) level.set(last, field);
  }
  return fields;
});

// Go writes every scalar and struct that is no pointer, set or not: their zero values are left out.
function objectOf(schema: TypeSchema, draft: Draft): Json {
  const entries: [string, Json][] = [];
  for (const [name, value] of draft) {
    const field = schema.fields.get(name);
    const made = value instanceof Map ? Object.fromEntries(value) : value;
    if (field && made !== null && (field.required || !isUnset(field, made))) entries.push([name, made]);
  }
  return Object.fromEntries(entries);
}

function isUnset({ kind, pointer, default: fallback }: FieldSchema, value: Json): boolean {
  if (kind === 'reference')
    return fallback !== undefined && typeof value === 'object' && Object.keys(value ?? {}).length === 0;
  return scalars.has(kind) && pointer !== true && (value === '' || value === 0 || value === false);
}

const scalars: ReadonlySet<string> = new Set(['string', 'bytes', 'int32', 'int64', 'double', 'boolean']);
