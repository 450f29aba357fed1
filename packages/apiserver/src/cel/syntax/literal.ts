// Numbers, texts, bytes, `true`, `false` and `null`.

import { Uint, type Value } from '../value.ts';
import type { Token } from './lexer.ts';
import { unescapeBytes, unescapeString } from './unescape.ts';

const largestInt = 2n ** 63n - 1n;
const largestUint = 2n ** 64n - 1n;

/** Undefined: it is no literal. */
export function literalValue(token: Token, minus: string): Value | { readonly fault: string } | undefined {
  const { kind, text } = token;
  if (kind === 'NUM_INT') {
    const value = minus ? -BigInt(text) : BigInt(text);
    return value > largestInt || value < -largestInt - 1n ? { fault: 'invalid int literal' } : value;
  }
  if (kind === 'NUM_FLOAT') {
    const value = Number(minus + text);
    return Number.isFinite(value) ? value : { fault: 'invalid double literal' };
  }
  if (minus) return undefined;
  if (kind === 'NUM_UINT') {
    const value = BigInt(text.slice(0, -1));
    return value > largestUint ? { fault: 'invalid uint literal' } : new Uint(value);
  }
  if (kind === 'STRING') return unescapeString(text) ?? { fault: 'invalid unicode code point' };
  if (kind === 'BYTES') return unescapeBytes(text.slice(1)) ?? { fault: 'unable to unescape string' };
  if (kind !== 'sign') return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  return text === 'null' ? null : undefined;
}
