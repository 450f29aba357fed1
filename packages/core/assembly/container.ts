// Skips an object or an array in blocks of sixty-four bytes. Each class of bytes is a mask, the grammar is checked by
// shifting the masks, and only brackets, scalars and rare escapes are looked at one by one. It knows JSON as servers
// write it: on whitespace between tokens, controls, non-ASCII bytes and deep nesting it gives up, and value.ts skips
// the value token by token.
//
// The masks of strings are those of G. Langdale and D. Lemire, "Parsing Gigabytes of JSON per Second",
// VLDB Journal 28 (2019), https://arxiv.org/abs/1902.08318, section 3.1.

import { escape, scalar } from './scalar';

const EVEN_BITS: u64 = 0x5555_5555_5555_5555;

// Each byte that is looked for, sixteen times. Engines rebuild a vector constant wherever it is used; a loaded vector
// stays in a register.
const WANTED = memory.data<u8>([
  0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x5c, 0x5c,
  0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x5c, 0x20, 0x20, 0x20, 0x20,
  0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x7b, 0x7b, 0x7b, 0x7b, 0x7b, 0x7b,
  0x7b, 0x7b, 0x7b, 0x7b, 0x7b, 0x7b, 0x7b, 0x7b, 0x7b, 0x7b, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d,
  0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x7d, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c,
  0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a, 0x3a,
  0x3a, 0x3a, 0x3a, 0x3a,
]);

/**
 * Skips the container whose bracket is at `at`. Returns the position behind it, or 0 for giving up, which does not mean
 * that the bytes are malformed. The 64 bytes behind `end` must be readable.
 */
export function container(at: usize, end: usize): usize {
  const quote = v128.load(WANTED);
  const backslash = v128.load(WANTED, 16);
  const blank = v128.load(WANTED, 32);
  const openBrace = v128.load(WANTED, 48);
  const closeBrace = v128.load(WANTED, 64);
  const comma = v128.load(WANTED, 80);
  const colon = v128.load(WANTED, 96);
  // A leading one, then a bit for each enclosing container, from the outside in: 1 for an object.
  let enclosing: u64 = 1;
  // How the previous block ended: all ones within a string, a one within a key, a one for the class of its last byte.
  let inString: u64 = 0;
  let inKey: u64 = 0;
  let wasEscape: u64 = 0;
  let wasSeparator: u64 = 0;
  let wasKeyDue: u64 = 0;
  let wasOpen: u64 = 0;
  let wasOpenBrace: u64 = 0;
  let wasKeyEnd: u64 = 0;
  let wasEnd: u64 = 0;
  let wasScalar: u64 = 0;
  for (let block = at; block < end; block += 64) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);

    let escaped: u64 = 0;
    let backslashes: u64 = 0;
    if (wasEscape != 0 || hasAny(a, b, c, d, backslash)) {
      backslashes = equal(a, b, c, d, backslash);
      const escapes = backslashes & ~wasEscape;
      const follows = (escapes << 1) | wasEscape;
      const oddStarts = escapes & ~EVEN_BITS & ~follows;
      const sum = oddStarts + escapes;
      wasEscape = u64(sum < escapes);
      escaped = (EVEN_BITS ^ (sum << 1)) & follows;
    }
    const allQuotes = equal(a, b, c, d, quote);
    const quotes = allQuotes & ~escaped;
    // From each opening quote up to its closing quote, exclusive.
    const strings = prefixXor(quotes) ^ inString;
    inString = <u64>(<i64>strings >> 63);
    const openQuotes = quotes & strings;
    const outside = ~(strings | quotes);

    // A brace and a bracket differ in one bit, 0x20.
    const a20 = v128.or(a, blank);
    const b20 = v128.or(b, blank);
    const c20 = v128.or(c, blank);
    const d20 = v128.or(d, blank);
    const opens = equal(a20, b20, c20, d20, openBrace) & outside;
    const closes = equal(a20, b20, c20, d20, closeBrace) & outside;
    const braces = mask(i16x8.shl(a, 2), i16x8.shl(b, 2), i16x8.shl(c, 2), i16x8.shl(d, 2));
    const commas = equal(a, b, c, d, comma) & outside;
    const colons = equal(a, b, c, d, colon) & outside;
    const separators = commas | colons;
    const scalars = outside & ~(opens | closes | separators);

    let valid: u64 = ~0;
    let behind: usize = 0;
    // Gives up if all these brackets together could nest deeper than the bits of `enclosing`.
    if (clz(enclosing) <= popcnt(opens)) return 0;
    // Empty containers are frequent and enclose nothing, so they are left out, unless the whole value is one.
    let empty = enclosing == 1 ? 0 : opens & (closes >> 1);
    let fault = empty & (braces ^ (braces >> 1));
    empty |= empty << 1;
    // For each byte, whether its innermost container is an object. A bracket changes that for all bytes behind it.
    let inObject: u64 = 0 - (enclosing & 1);
    for (let brackets = (opens | closes) & ~empty; brackets != 0; brackets &= brackets - 1) {
      const bit = brackets & -brackets;
      const isBrace = u64((braces & bit) != 0);
      const inner = enclosing;
      if ((opens & bit) != 0) enclosing = (enclosing << 1) | isBrace;
      else {
        fault |= (enclosing ^ isBrace) & 1;
        enclosing >>= 1;
        if (enclosing == 1) {
          behind = block + <usize>ctz(bit) + 1;
          valid = bit | (bit - 1);
          break;
        }
      }
      inObject ^= (0 - ((enclosing ^ inner) & 1)) & (0 - (bit << 1));
    }
    if ((fault & valid) != 0) return 0;
    // The bytes behind the end are arbitrary: a container must end before them.
    if (behind == 0 && block + 64 > end) return 0;
    if (behind > end) return 0;

    // A key is a string that begins where a key is due, and a colon must follow it. Adding a string's start bit to the
    // mask of strings carries it to the string's end.
    const openBraces = opens & braces;
    const keysDue = commas & inObject;
    const keyStarts = (((openBraces | keysDue) << 1) | wasOpenBrace | wasKeyDue) & openQuotes;
    const sum = strings + (keyStarts | inKey);
    inKey = u64(sum < strings);
    const keyEnds = sum & ~strings;
    const ends = (quotes & ~strings) | closes;

    // What may follow each class of bytes.
    const values = openQuotes | opens | scalars;
    const behindValues = separators | closes;
    const wrong =
      (((separators << 1) | wasSeparator) & ~values) |
      (((keysDue << 1) | wasKeyDue) & ~openQuotes) |
      (((opens << 1) | wasOpen) & separators) |
      (((openBraces << 1) | wasOpenBrace) & ~(openQuotes | closes)) |
      (((keyEnds << 1) | wasKeyEnd) ^ colons) |
      (((ends << 1) | wasEnd) & ~behindValues);
    if ((wrong & valid) != 0) return 0;
    // As signed numbers, controls and non-ASCII bytes are all below the space.
    if (
      v128.any_true(
        v128.or(v128.or(below(a, blank), below(b, blank)), v128.or(below(c, blank), below(d, blank))),
      )
    ) {
      const strange = mask(below(a, blank), below(b, blank), below(c, blank), below(d, blank));
      if ((strange & valid) != 0) return 0;
    }
    for (let starts = scalars & ~((scalars << 1) | wasScalar) & valid; starts != 0; starts &= starts - 1) {
      const position = block + <usize>ctz(starts);
      const over = scalar(load<u8>(position), position, end);
      if (over == 0) return 0;
      // Nothing else, such as a backslash, may follow a scalar.
      const next: u32 = load<u8>(over);
      if (next != 0x2c && (next | 0x20) != 0x7d) return 0;
    }
    for (let rare = escaped & ~(allQuotes | backslashes) & valid; rare != 0; rare &= rare - 1)
      if (escape(block + <usize>ctz(rare), end) == 0) return 0;
    if (behind != 0) return behind;

    wasSeparator = separators >> 63;
    wasKeyDue = keysDue >> 63;
    wasOpen = opens >> 63;
    wasOpenBrace = openBraces >> 63;
    wasKeyEnd = keyEnds >> 63;
    wasEnd = ends >> 63;
    wasScalar = scalars >> 63;
  }
  return 0;
}

function equal(a: v128, b: v128, c: v128, d: v128, wanted: v128): u64 {
  return mask(i8x16.eq(a, wanted), i8x16.eq(b, wanted), i8x16.eq(c, wanted), i8x16.eq(d, wanted));
}

function hasAny(a: v128, b: v128, c: v128, d: v128, wanted: v128): bool {
  return v128.any_true(
    v128.or(
      v128.or(i8x16.eq(a, wanted), i8x16.eq(b, wanted)),
      v128.or(i8x16.eq(c, wanted), i8x16.eq(d, wanted)),
    ),
  );
}

function below(bytes: v128, limit: v128): v128 {
  return i8x16.lt_s(bytes, limit);
}

function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>i8x16.bitmask(a) |
    ((<u64>i8x16.bitmask(b)) << 16) |
    ((<u64>i8x16.bitmask(c)) << 32) |
    ((<u64>i8x16.bitmask(d)) << 48)
  );
}

/** Each bit of the result: the parity of the bits up to it, inclusive. */
function prefixXor(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}
