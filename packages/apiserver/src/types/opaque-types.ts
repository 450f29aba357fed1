// Go types with an unmarshaller of their own; their schemas do not say what they accept.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/resource/quantity.go and its neighbours

import type { ValueSchema } from '@kube-rx/core';
import { isJsonArray, isJsonObject, isNumber, type Json } from '../json/json.ts';
import { UndecodableError } from './complaints.ts';
import { storedTime, timeComplaint } from './go-time.ts';
import { storedQuantity } from './stored-quantity.ts';

/** What decodes the values within. */
export interface ValueDecoder {
  value(schema: ValueSchema, value: Json): Json;
  /** Runs `decode` where unknown fields are dropped without a word. */
  quietly(decode: () => Json): Json;
  /** @throws UndecodableError always. */
  refuse(found: Json, wanted: ValueSchema): never;
}

type Decode = (decoder: ValueDecoder, value: Json) => Json;

export function isOpaque(type: string): boolean {
  return Object.hasOwn(decoders, type);
}

/** Whether it holds one value that is no struct. */
export function isLeaf(type: string): boolean {
  return leaves.has(type);
}

const leaves = new Set(['meta/v1/Time', 'meta/v1/MicroTime', 'resource/Quantity', 'intstr/IntOrString']);

export function decodeOpaque(decoder: ValueDecoder, type: string, value: Json): Json {
  return decoders[type]?.(decoder, value) ?? null;
}

const text: ValueSchema = { kind: 'string' };
const jsonSchema: ValueSchema = { kind: 'reference', type: 'apiextensions.k8s.io/v1/JSONSchemaProps' };
const extensions = 'apiextensions.k8s.io/v1';

const anything: Decode = (_, value) => value;

const decoders: Readonly<Record<string, Decode>> = {
  'meta/v1/Time': (decoder, value) => time(decoder, value, 'Time'),
  'meta/v1/MicroTime': (decoder, value) => time(decoder, value, 'MicroTime'),
  'meta/v1/FieldsV1': anything,
  'runtime/RawExtension': anything,
  'resource/Quantity': (_, value) => quantity(value),
  'intstr/IntOrString': (decoder, value) =>
    typeof value === 'string' ? value : decoder.value({ kind: 'int32' }, value),
  [`${extensions}/JSON`]: anything,
  [`${extensions}/JSONSchemaPropsOrArray`]: (decoder, value) =>
    either(decoder, value, { kind: 'list', items: jsonSchema }),
  [`${extensions}/JSONSchemaPropsOrBool`]: (decoder, value) => {
    if (typeof value === 'boolean') return value;
    if (isJsonObject(value)) return either(decoder, value, text);
    throw new UndecodableError('boolean or JSON schema expected');
  },
  [`${extensions}/JSONSchemaPropsOrStringArray`]: (decoder, value) =>
    either(decoder, value, { kind: 'list', items: text }),
};

// A schema or a list; anything else counts as null.
function either(decoder: ValueDecoder, value: Json, list: ValueSchema): Json {
  if (isJsonObject(value)) return decoder.quietly(() => decoder.value(jsonSchema, value));
  return isJsonArray(value) ? decoder.quietly(() => decoder.value(list, value)) : null;
}

function time(decoder: ValueDecoder, value: Json, type: 'Time' | 'MicroTime'): Json {
  if (typeof value !== 'string') return decoder.refuse(value, text);
  const complaint = timeComplaint(value, type);
  if (complaint !== undefined) throw new UndecodableError(complaint);
  const stored = storedTime(value, type);
  return stored.startsWith(zeroTime) ? null : stored;
}

// Go prints a time that is zero as none.
const zeroTime = '0001-01-01T00:00:00';

function quantity(value: Json): Json {
  const given = isNumber(value) ? String(value) : typeof value === 'string' ? value.trim() : '';
  const stored = storedQuantity(given);
  if (stored !== undefined) return stored;
  throw new UndecodableError(
    given !== '' && formed.test(given)
      ? "unable to parse quantity's suffix"
      : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  );
}

const formed = /^[+-]?\d*(?:\.\d*)?(?:[eEinumkKMGTP]+[+-]?\d*|[+-]\d*)?$/;
