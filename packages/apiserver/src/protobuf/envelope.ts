// A body of protobuf: four bytes of magic, then an envelope that says which kind of object is in it.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/runtime/serializer/protobuf/protobuf.go

import { bytesOf, MalformedProtobufError, textOf, wireFields } from './wire.ts';

export interface Envelope {
  /** `''` if the envelope has none; so is the kind. */
  readonly apiVersion: string;
  readonly kind: string;
  /** The message. */
  readonly raw: Uint8Array;
}

const magic = Buffer.from('k8s\0');

/** @throws MalformedProtobufError where the body is no envelope. */
export function openEnvelope(body: Uint8Array): Envelope {
  if (body.length === 0) throw new MalformedProtobufError('empty data');
  if (!magic.equals(body.subarray(0, magic.length)))
    throw new MalformedProtobufError(
      `provided data does not appear to be a protobuf message, expected prefix [${magic.join(' ')}]`,
    );
  if (body.length === magic.length) throw new MalformedProtobufError('empty body');
  let type = { apiVersion: '', kind: '' };
  let raw: Uint8Array = new Uint8Array();
  for (const { number, value } of wireFields(body.subarray(magic.length))) {
    if (number === 1) type = typeMeta(bytesOf(value));
    if (number === 2) raw = bytesOf(value);
  }
  return { ...type, raw };
}

function typeMeta(message: Uint8Array): { apiVersion: string; kind: string } {
  let [apiVersion, kind] = ['', ''];
  for (const { number, value } of wireFields(message)) {
    if (number === 1) apiVersion = textOf(value);
    if (number === 2) kind = textOf(value);
  }
  return { apiVersion, kind };
}
