// The wire format of protobuf: numbered fields, each a number or a run of bytes, which say a text, an integer and so on.
// https://protobuf.dev/programming-guides/encoding/

/** Bytes that are no message; the message says what is wrong with them. */
export class MalformedProtobufError extends Error {
  override readonly name: string = 'MalformedProtobufError';
}

export type WireValue = bigint | Uint8Array;

export interface WireField {
  readonly number: number;
  /** A bigint for numbers, of 64 bits and unsigned; bytes for everything else, fixed64 and fixed32 included. */
  readonly value: WireValue;
}

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

/** A number of two's complement, as int32 and int64 are; a bigint where a number would round it. */
export function integerOf(value: WireValue, bits: 32 | 64): number | bigint {
  const exact = BigInt.asIntN(bits, numberOf(value));
  const rounded = Number(exact);
  return Number.isSafeInteger(rounded) ? rounded : exact;
}

export function doubleOf(value: WireValue): number {
  const bytes = bytesOf(value);
  if (bytes.length !== 8) throw new WrongWireTypeError(2);
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
}

const [varint, fixed64, bytes, fixed32] = [0, 1, 2, 5];

/** The fields of a message in the order of the wire. */
export function* wireFields(message: Uint8Array): Generator<WireField, void, undefined> {
  const reader = new Reader(message);
  while (!reader.atEnd) {
    const tag = reader.varint();
    const number = Number(tag >> 3n);
    if (number === 0 || number >= 2 ** 29) throw new MalformedProtobufError(`proto: illegal tag ${number}`);
    yield { number, value: reader.value(Number(tag & 7n)) };
  }
}

/** The values of one field, in the order of the wire. */
export function valuesOf(message: Uint8Array, number: number): WireValue[] {
  return [...wireFields(message)].filter((field) => field.number === number).map(({ value }) => value);
}

/** The numbers of a packed list. */
export function* packedVarints(message: Uint8Array): Generator<bigint, void, undefined> {
  const reader = new Reader(message);
  while (!reader.atEnd) yield reader.varint();
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 64n; shift += 7n) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new MalformedProtobufError('unexpected EOF');
      this.#at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw new MalformedProtobufError('proto: integer overflow');
  }

  value(wireType: number): WireValue {
    switch (wireType) {
      case varint:
        return this.varint();
      case fixed64:
        return this.#chunk(8);
      case bytes:
        return this.#chunk(Number(this.varint()));
      case fixed32:
        return this.#chunk(4);
      default:
        throw new MalformedProtobufError(`proto: illegal wireType ${wireType}`);
    }
  }

  #chunk(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new MalformedProtobufError('unexpected EOF');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
