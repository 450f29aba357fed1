// The 512 bytes before each member of a tar archive, and the two extensions by which GNU's tar, BusyBox and others give
// what does not fit in them. Read: ustar, GNU and pax. Written: GNU, which BusyBox reads as well.
// https://www.gnu.org/software/tar/manual/html_node/Standard.html
// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html

import { DecodeError } from '@kube-rx/core';

export const blockBytes = 512;

/** What a member is; `other` is nothing that can be copied, as a device. */
export type TarMemberType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other';

export interface TarMember {
  readonly type: TarMemberType;
  /** As it stands in the archive. */
  readonly path: string;
  /** What a link names. */
  readonly linkPath: string;
  /** How many bytes follow. */
  readonly size: number;
  /** The permissions, and setuid, setgid and sticky. */
  readonly mode: number;
}

/** A header as it stands; `flag` is its type as a character. */
export interface TarHeader extends Omit<TarMember, 'type'> {
  readonly flag: string;
}

const utf8 = new TextDecoder();

/** Undefined for a block of zeros, which ends an archive. @throws DecodeError for anything else that is no header. */
export function readHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const magic = textAt(block, 257, 6);
  if (!magic.startsWith('ustar') || readNumber(block, 148, 8) !== checksum(block))
    throw malformed('what came is no tar archive, or was damaged');
  // Where ustar has the beginning of a long path, GNU's format has other things.
  const prefix = block[262] === 0 ? textAt(block, 345, 155) : '';
  const name = textAt(block, 0, 100);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    linkPath: textAt(block, 157, 100),
    size: readNumber(block, 124, 12),
    mode: readNumber(block, 100, 8),
    flag: String.fromCharCode(block[156] || 0x30),
  };
}

/** The records of a pax header: `LENGTH KEY=VALUE` and a line break. */
export function readPax(bytes: Uint8Array): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space === -1 ? Number.NaN : Number(utf8.decode(bytes.subarray(at, space)));
    const end = at + length;
    const record = utf8.decode(bytes.subarray(space + 1, end - 1));
    const equals = record.indexOf('=');
    if (!(end > space + 1 && end <= bytes.length) || equals < 1)
      throw malformed('the archive has an extended header that cannot be read');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}

const flags: Readonly<Record<Exclude<TarMemberType, 'other'>, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  directory: '5',
};

/** The header of a member, after those that carry what does not fit in it. */
export function writeHeader(
  member: TarMember & { readonly type: 'file' | 'directory' | 'symlink' },
): Uint8Array {
  const path = encode(member.path);
  const linkPath = encode(member.linkPath);
  const { size, mode } = member;
  const blocks: Uint8Array[] = [];
  if (path.length > 100) blocks.push(...longText('L', path));
  if (linkPath.length > 100) blocks.push(...longText('K', linkPath));
  blocks.push(headerBlock({ path, linkPath, size, mode, flag: flags[member.type] }));
  return Buffer.concat(blocks);
}

/** How many bytes of zeros follow `size` bytes, so that the next header begins a block. */
export function paddingAfter(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

interface HeaderFields {
  readonly path: Uint8Array;
  readonly linkPath: Uint8Array;
  readonly size: number;
  readonly mode: number;
  readonly flag: string;
}

function headerBlock({ path, linkPath, size, mode, flag }: HeaderFields): Uint8Array {
  const block = new Uint8Array(blockBytes);
  block.set(path.subarray(0, 100), 0);
  block.set(encode(octal(mode, 7)), 100);
  // Owner, group and time: none is carried over.
  block.set(encode(octal(0, 7)), 108);
  block.set(encode(octal(0, 7)), 116);
  if (size < 8 ** 11) block.set(encode(octal(size, 11)), 124);
  else writeBinary(block, 124, size);
  block.set(encode(octal(0, 11)), 136);
  block.set(encode(flag), 156);
  block.set(linkPath.subarray(0, 100), 157);
  block.set(encode('ustar  \0'), 257);
  block.set(encode(`${octal(checksum(block), 6)}\0 `), 148);
  return block;
}

function longText(flag: 'L' | 'K', text: Uint8Array): Uint8Array[] {
  const size = text.length + 1;
  const name = encode('././@LongLink');
  return [
    headerBlock({ path: name, linkPath: new Uint8Array(0), size, mode: 0, flag }),
    text,
    new Uint8Array(1 + paddingAfter(size)),
  ];
}

/** The sum of all bytes, where those of the sum itself count as spaces. */
function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < blockBytes; at += 1) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  return sum;
}

function textAt(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return utf8.decode(end === -1 ? field : field.subarray(0, end));
}

/** Octal digits, or, after a byte of 0x80, a binary number, most significant byte first. */
function readNumber(block: Uint8Array, at: number, length: number): number {
  const first = block[at] ?? 0;
  let value = 0;
  if (first === 0x80) for (const byte of block.subarray(at + 1, at + length)) value = value * 256 + byte;
  else {
    const digits = textAt(block, at, length).trim();
    value = /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
  }
  if (!Number.isSafeInteger(value)) throw malformed('the archive has a header with a number that is none');
  return value;
}

function writeBinary(block: Uint8Array, at: number, size: number): void {
  let rest = size;
  for (let place = at + 11; place > at; place -= 1) {
    block[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  block[at] = 0x80;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function malformed(problem: string): DecodeError {
  return new DecodeError(problem, { fault: 'malformed' });
}
