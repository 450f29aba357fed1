// What a field's value on the wire is as a text, as bytes or as a number.

import { MalformedProtobufError, type WireValue } from './wire.ts';

/** A number where bytes should be, or the other way round. */
export class WrongWireTypeError extends MalformedProtobufError {
  constructor(wireType: number) {
    super(`proto: wrong wireType = ${wireType}`);
  }
}

const utf8 = new TextDecoder();

export function textOf(value: WireValue): string {
  return utf8.decode(bytesOf(value));
}

export function bytesOf(value: WireValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new WrongWireTypeError(0);
}

export function numberOf(value: WireValue): bigint {
  if (typeof value === 'bigint') return value;
  throw new WrongWireTypeError(2);
}

export function doubleOf(value: WireValue): number {
  const bytes = bytesOf(value);
  if (bytes.length !== 8) throw new WrongWireTypeError(2);
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
}
