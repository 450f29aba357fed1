// The types whose JSON is not an object of their fields: quantities, times, raw JSON and the like.

import { type Json, parseJsonText } from '../json/json.ts';
import { MalformedProtobufError, type WireValue, wireFields } from './wire.ts';
import { bytesOf, numberOf, textOf } from './wire-values.ts';

/** What decodes the messages within. */
export interface ReferenceDecoder {
  reference(type: string, value: WireValue): Json;
}

type Decode = (message: Uint8Array, decoder: ReferenceDecoder) => Json;

const extensions = 'apiextensions.k8s.io/v1';

/** Null where the message says nothing. */
export const opaqueMessages: Readonly<Record<string, Decode | undefined>> = {
  'resource/Quantity': (message) => textOf(last(message, 1) ?? new Uint8Array()) || '0',
  'intstr/IntOrString': (message) => {
    const isText = numberOf(last(message, 1) ?? 0n) === 1n;
    if (isText) return textOf(last(message, 3) ?? new Uint8Array());
    return Number(BigInt.asIntN(32, numberOf(last(message, 2) ?? 0n)));
  },
  'meta/v1/Time': (message) => instant(message, (text) => text.replace(/\.\d+Z$/, 'Z')),
  'meta/v1/MicroTime': (message) => {
    const nanos = Number(BigInt.asIntN(32, numberOf(last(message, 2) ?? 0n)));
    const micros = String(Math.floor(nanos / 1000)).padStart(6, '0');
    return instant(message, (text) => text.replace(/\.\d+Z$/, `.${micros}Z`));
  },
  'meta/v1/FieldsV1': rawJson,
  'runtime/RawExtension': rawJson,
  [`${extensions}/JSON`]: rawJson,
  [`${extensions}/JSONSchemaPropsOrArray`]: (message, decoder) =>
    schema(message, 1, decoder) ?? all(message, 2).map((one) => jsonSchema(one, decoder)),
  [`${extensions}/JSONSchemaPropsOrBool`]: (message, decoder) =>
    schema(message, 2, decoder) ?? numberOf(last(message, 1) ?? 0n) !== 0n,
  [`${extensions}/JSONSchemaPropsOrStringArray`]: (message, decoder) =>
    schema(message, 1, decoder) ?? all(message, 2).map(textOf),
};

function rawJson(message: Uint8Array): Json {
  const raw = bytesOf(last(message, 1) ?? new Uint8Array());
  if (raw.length === 0) return null;
  try {
    return parseJsonText(textOf(raw));
  } catch {
    throw new MalformedProtobufError('an embedded object is not valid JSON');
  }
}

function instant(message: Uint8Array, write: (text: string) => string): Json {
  const seconds = last(message, 1);
  if (seconds === undefined) return null;
  const date = new Date(Number(BigInt.asIntN(64, numberOf(seconds))) * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0)
    throw new MalformedProtobufError('a time is out of range');
  return write(date.toISOString());
}

function schema(message: Uint8Array, number: number, decoder: ReferenceDecoder): Json | undefined {
  const found = last(message, number);
  return found === undefined ? undefined : jsonSchema(found, decoder);
}

function jsonSchema(value: WireValue, decoder: ReferenceDecoder): Json {
  return decoder.reference(`${extensions}/JSONSchemaProps`, value);
}

function all(message: Uint8Array, number: number): WireValue[] {
  return [...wireFields(message)].filter((field) => field.number === number).map(({ value }) => value);
}

function last(message: Uint8Array, number: number): WireValue | undefined {
  return all(message, number).at(-1);
}
