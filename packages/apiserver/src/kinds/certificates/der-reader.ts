// Reads ASN.1 in DER: values one after the other. Failures are told in the words of Go.
// https://pkg.go.dev/encoding/asn1

export class DerError extends Error {
  override readonly name = 'DerError';
}

export const tags = { integer: 0x02, bits: 0x03, identifier: 0x06, sequence: 0x30, set: 0x31 } as const;

export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** With its header. */
  readonly whole: Buffer;
}

/** All values of a text of bytes. @throws DerError */
function readAll(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = readOne(bytes.subarray(at));
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

export interface DerHeader {
  readonly tag: number;
  /** Where the content begins, and how long it is to be. */
  readonly start: number;
  readonly length: number;
}

/** @throws DerError */
export function readHeader(bytes: Buffer): DerHeader {
  const [tag, first] = bytes;
  if (tag === undefined) throw new DerError('asn1: syntax error: sequence truncated');
  const wide = first === undefined || first < 0x80 ? 0 : first & 0x7f;
  if (first === undefined || bytes.length < 2 + wide)
    throw new DerError('asn1: syntax error: truncated tag or length');
  if (first === 0x80 || wide > 4) throw new DerError('asn1: structure error: length too large');
  return { tag, start: 2 + wide, length: wide === 0 ? first : bytes.readUIntBE(2, wide) };
}

/** @throws DerError */
export function readOne(bytes: Buffer): DerValue {
  const { tag, start, length } = readHeader(bytes);
  if (bytes.length < start + length) throw new DerError('asn1: syntax error: data truncated');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}

/** The values within one of that tag. @throws DerError */
export function within(value: DerValue | undefined, tag: number): DerValue[] {
  if (value?.tag !== tag) throw new DerError('asn1: structure error: tags do not match');
  return readAll(value.content);
}

/** An object identifier, as `1.2.840`. @throws DerError */
export function identifierOf(value: DerValue | undefined): string {
  if (value?.tag !== tags.identifier) throw new DerError('asn1: structure error: tags do not match');
  const [first = 0, ...rest] = value.content;
  const parts = [Math.min(Math.floor(first / 40), 2)];
  parts.push(first - (parts[0] ?? 0) * 40);
  let part = 0;
  for (const byte of rest) {
    part = part * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(part);
      part = 0;
    }
  }
  return parts.join('.');
}
