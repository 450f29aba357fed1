// Values to JSON and back.

import { DecodeError, parseExactJson, printExactJson, type ValueCodec } from '../../index.ts';
import { redactExcerpt } from './excerpt.ts';
import { hasLongDigits } from './long-digits.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws DecodeError (`malformed`) that names what was being read, without any of its values. */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  let text: string | undefined;
  try {
    text = utf8.decode(bytes);
    return hasLongDigits(bytes) ? parseExactJson(text) : JSON.parse(text);
  } catch {
    // The engine's own message quotes the text, so it is neither shown nor kept as the cause.
    throw new DecodeError(`${what} is not valid JSON (${bytes.length} bytes)`, {
      fault: 'malformed',
      ...(text !== undefined && { excerpt: redactExcerpt(text) }),
    });
  }
}

export const jsonValues: ValueCodec = { encode: (value) => printExactJson(value), decode: parseJson };
