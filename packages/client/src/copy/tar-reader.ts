// Reads a tar archive as it arrives, however it is chunked. It comes from a container, so it is hostile until checked:
// headers are bounded here, and where a path leads is judged by `member-path.ts`.

import { DecodeError, printable } from '@kube-rx/core';
import {
  blockBytes,
  malformed,
  paddingAfter,
  readHeader,
  readPax,
  type TarHeader,
  type TarMember,
  type TarMemberType,
} from './tar-header.ts';

export type TarEvent =
  | { readonly type: 'member'; readonly member: TarMember }
  /** The next bytes of the member: a view of the chunk. */
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** The member is complete. */
  | { readonly type: 'end' };

// Paths of Linux have 4096 bytes at most. An extended header may also have attributes, of 64 KiB.
const mostExtensionBytes = 128 * 1024;

// Writers fill their last record, of 10 KiB by default. More than this is no archive's end.
const mostBytesBehind = 16 * 1024 * 1024;

type Phase =
  | { readonly type: 'header' }
  /** An extension of the next header: its whole content is kept. */
  | { readonly type: 'extension'; readonly flag: string; left: number; readonly parts: Uint8Array[] }
  | { readonly type: 'content'; left: number }
  | { readonly type: 'padding'; left: number }
  /** Behind the archive, where writers put blocks of zeros. */
  | { readonly type: 'over'; left: number };

/** What extensions said of the next member. */
interface Extensions {
  path?: string;
  linkPath?: string;
  size?: number;
  isSparse?: boolean;
}

const types: Readonly<Record<string, TarMemberType>> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'directory',
  '7': 'file',
};

export class TarReader {
  #phase: Phase = { type: 'header' };
  readonly #block = new Uint8Array(blockBytes);
  #filled = 0;
  #extensions: Extensions = {};

  /** What the chunk holds, in order, each when it is asked for. To be read to the end before the next call. */
  *push(chunk: Uint8Array): Generator<TarEvent, void, undefined> {
    for (let at = 0; at < chunk.length; ) {
      const phase = this.#phase;
      if (phase.type === 'over') {
        phase.left -= chunk.length - at;
        if (phase.left < 0) throw malformed('the archive has ended, and what sends it goes on');
        return;
      }
      if (phase.type === 'header') {
        const taken = chunk.subarray(at, at + blockBytes - this.#filled);
        this.#block.set(taken, this.#filled);
        this.#filled += taken.length;
        at += taken.length;
        if (this.#filled < blockBytes) return;
        this.#filled = 0;
        yield* this.#begin(readHeader(this.#block));
        continue;
      }
      const taken = chunk.subarray(at, at + phase.left);
      at += taken.length;
      phase.left -= taken.length;
      if (phase.type === 'extension') phase.parts.push(taken.slice());
      if (phase.type === 'content') yield { type: 'bytes', bytes: taken };
      if (phase.left === 0) yield* this.#leave(phase);
    }
  }

  /** @throws DecodeError where the archive has not ended. */
  end(): void {
    if (this.#phase.type !== 'over') throw malformed('the archive ends in the middle');
  }

  *#begin(header: TarHeader | undefined): Generator<TarEvent, void, undefined> {
    if (!header) {
      this.#phase = { type: 'over', left: mostBytesBehind };
      return;
    }
    if (/[xgLK]/.test(header.flag)) {
      const { flag, size } = header;
      if (size === 0 || size > mostExtensionBytes)
        throw new DecodeError(`the archive has an extended header of ${size} bytes`, { fault: 'tooLarge' });
      this.#pending = size;
      this.#phase = { type: 'extension', flag, left: size, parts: [] };
      return;
    }
    const member = this.#member(header);
    this.#extensions = {};
    this.#pending = member.size;
    yield { type: 'member', member };
    this.#phase = { type: 'content', left: member.size };
    if (member.size === 0) yield* this.#leave(this.#phase);
  }

  // The size of what is being read, for its padding.
  #pending = 0;

  *#leave(phase: Phase): Generator<TarEvent, void, undefined> {
    if (phase.type === 'content') yield { type: 'end' };
    if (phase.type === 'extension') this.#extend(phase.flag, Buffer.concat(phase.parts));
    const left = phase.type === 'padding' ? 0 : paddingAfter(this.#pending);
    this.#phase = left === 0 ? { type: 'header' } : { type: 'padding', left };
  }

  #member(header: TarHeader): TarMember {
    const { path = header.path, linkPath = header.linkPath, size: extended, isSparse } = this.#extensions;
    if (isSparse || header.flag === 'S')
      throw malformed(`${printable(path, 300)} is stored as a sparse file, which is not supported`);
    const type = types[header.flag] ?? 'other';
    // Members without content may say any size. Only that of a file counts.
    const size = type === 'file' || type === 'other' ? (extended ?? header.size) : 0;
    return { type, path, linkPath, size, mode: header.mode };
  }

  #extend(flag: string, bytes: Uint8Array): void {
    switch (flag) {
      case 'L':
        this.#extensions.path = untilZero(bytes);
        break;
      case 'K':
        this.#extensions.linkPath = untilZero(bytes);
        break;
      case 'x':
        this.#extendByPax(readPax(bytes));
        break;
      // Of all that follow: comments and times, as far as writers use it.
      default:
        break;
    }
  }

  #extendByPax(records: Map<string, string>): void {
    const path = records.get('path');
    const linkPath = records.get('linkpath');
    const size = records.get('size');
    if (path !== undefined) this.#extensions.path = path;
    if (linkPath !== undefined) this.#extensions.linkPath = linkPath;
    if (size !== undefined) {
      if (!/^\d{1,15}$/.test(size)) throw malformed('the archive has a size that is no number');
      this.#extensions.size = Number(size);
    }
    for (const key of records.keys()) if (key.startsWith('GNU.sparse.')) this.#extensions.isSparse = true;
  }
}

function untilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}
