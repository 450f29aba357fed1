// The types whose JSON is not an object of their fields: quantities, times, raw JSON and the like.

import { type Json, parseJsonText } from '../json/json.ts';
import { integerOf, MalformedProtobufError, numberOf, textOf, valuesOf, type WireValue } from './wire.ts';

/** Decodes a message within, of a type that the table of types has. */
type DecodeReference = (type: string, value: WireValue) => Json;

type Decode = (message: Uint8Array, reference: DecodeReference) => Json;

const extensions = 'apiextensions.k8s.io/v1';

/** Null where the message says nothing. */
export const opaqueMessages: Readonly<Record<string, Decode | undefined>> = {
  'resource/Quantity': (message) => textAt(message, 1) || '0',
  'intstr/IntOrString': (message) =>
    numberOf(last(message, 1) ?? 0n) === 1n ? textAt(message, 3) : integerOf(last(message, 2) ?? 0n, 32),
  'meta/v1/Time': (message) => instant(message, ''),
  'meta/v1/MicroTime': (message) => {
    const nanos = integerOf(last(message, 2) ?? 0n, 32);
    return instant(message, `.${String(Math.floor(Number(nanos) / 1000)).padStart(6, '0')}`);
  },
  'meta/v1/FieldsV1': rawJson,
  'runtime/RawExtension': rawJson,
  [`${extensions}/JSON`]: rawJson,
  [`${extensions}/JSONSchemaPropsOrArray`]: (message, reference) =>
    schema(message, 1, reference) ?? valuesOf(message, 2).map((one) => reference(jsonSchema, one)),
  [`${extensions}/JSONSchemaPropsOrBool`]: (message, reference) =>
    schema(message, 2, reference) ?? numberOf(last(message, 1) ?? 0n) !== 0n,
  [`${extensions}/JSONSchemaPropsOrStringArray`]: (message, reference) =>
    schema(message, 1, reference) ?? valuesOf(message, 2).map(textOf),
};

const jsonSchema = `${extensions}/JSONSchemaProps`;

function rawJson(message: Uint8Array): Json {
  const raw = textAt(message, 1);
  if (raw === '') return null;
  try {
    return parseJsonText(raw);
  } catch {
    throw new MalformedProtobufError('an embedded object is not valid JSON');
  }
}

/** `fraction`: what follows the seconds. */
function instant(message: Uint8Array, fraction: string): Json {
  const seconds = last(message, 1);
  if (seconds === undefined) return null;
  const date = new Date(Number(integerOf(seconds, 64)) * 1000);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0)
    throw new MalformedProtobufError('a time is out of range');
  return date.toISOString().replace(/\.\d+Z$/, `${fraction}Z`);
}

function schema(message: Uint8Array, number: number, reference: DecodeReference): Json | undefined {
  const found = last(message, number);
  return found === undefined ? undefined : reference(jsonSchema, found);
}

function textAt(message: Uint8Array, number: number): string {
  return textOf(last(message, number) ?? new Uint8Array());
}

function last(message: Uint8Array, number: number): WireValue | undefined {
  return valuesOf(message, number).at(-1);
}
