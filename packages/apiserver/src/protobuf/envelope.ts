// A body of protobuf: four bytes of magic, then an envelope that says which kind of object is in it.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/runtime/generated.proto (Unknown)

import { isJsonObject, type JsonObject } from '../json/json.ts';
import { type Schemas, typeOf } from '../types/type-schema.ts';
import { MessageDecoder } from './message-decoder.ts';
import { MalformedProtobufError, wireFields } from './wire.ts';
import { bytesOf, textOf } from './wire-values.ts';

const magic = Buffer.from('k8s\0');

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/**
 * The object in the envelope, `expected` where the envelope does not say what it is.
 *
 * @throws MalformedProtobufError where it is none, or of a kind that the table does not have.
 */
export function decodeProtobuf(schemas: Schemas, body: Uint8Array, expected: GroupVersionKind): JsonObject {
  if (!magic.equals(body.subarray(0, magic.length)))
    throw new MalformedProtobufError('provided data does not appear to be a protobuf message');
  let type: Named = { apiVersion: '', kind: '' };
  let raw = new Uint8Array();
  for (const { number, value } of wireFields(body.subarray(magic.length))) {
    if (number === 1) type = typeMeta(bytesOf(value));
    if (number === 2) raw = new Uint8Array(bytesOf(value));
  }
  const { group, version, kind } = type.kind === '' ? expected : groupVersionKind(type);
  const schema = schemas(typeOf({ group, version, kind }));
  if (!schema)
    throw new MalformedProtobufError(`no kind "${kind}" is registered for version "${type.apiVersion}"`);
  const object = new MessageDecoder(schemas).struct(schema, raw);
  if (!isJsonObject(object)) throw new MalformedProtobufError('the message is no object');
  const named = type.kind === '' ? {} : { kind: type.kind, apiVersion: type.apiVersion };
  return { ...named, ...object };
}

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
}

function typeMeta(message: Uint8Array): Named {
  let [apiVersion, kind] = ['', ''];
  for (const { number, value } of wireFields(message)) {
    if (number === 1) apiVersion = textOf(value);
    if (number === 2) kind = textOf(value);
  }
  return { apiVersion, kind };
}

function groupVersionKind({ apiVersion, kind }: Named): GroupVersionKind {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind };
}
