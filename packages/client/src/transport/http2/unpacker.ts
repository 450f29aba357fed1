// Unpacks a body, in the codings that got unpacks.

import type { Transform } from 'node:stream';

/** Undefined for a body that is not packed, or packed in a way that nobody has asked for. */
export function createUnpacker(coding: string | undefined): Transform | undefined {
  // Not imported: node:zlib takes long to load, and small answers do without.
  const zlib = process.getBuiltinModule('node:zlib');
  switch (coding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return zlib.createUnzip();
    case 'br':
      return zlib.createBrotliDecompress();
    default:
      return undefined;
  }
}
