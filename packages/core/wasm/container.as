// Over an object or an array, sixty-four bytes at a time: each class of bytes is a mask, the rules of the grammar
// are shifts of the masks, and only brackets, scalars and rare escapes are looked at one by one. It knows JSON
// as servers write it; of blanks, controls and bytes of UTF-8 it gives up, and skip-value.as looks again.
//
// The masks of strings are those of G. Langdale and D. Lemire, "Parsing Gigabytes of JSON per Second",
// VLDB Journal 28 (2019), https://arxiv.org/abs/1902.08318, section 3.1.

import { escape, scalar } from './scalar';

// Each block may add its sixty-four.
const MAX_DEPTH: u32 = 10_000;
const EVEN_BITS: u64 = 0x5555_5555_5555_5555;

/**
 * Over the container whose bracket is at `at`. Returns the position behind it, or 0 for giving up, which says
 * nothing of the bytes. `stack` has room for the depth of a container; 64 bytes behind `end` can be read.
 */
export function container(at: usize, end: usize, stack: usize): usize {
  let depth: u32 = 0;
  // What encloses this place: an object or not, and in an object whether a colon is due or a comma.
  let inObject: u32 = 0;
  let colonDue: u32 = 0;
  // What the block before ended in: all ones within a string; else a one for its last byte's class.
  let inString: u64 = 0;
  let wasEscape: u64 = 0;
  let wasSeparator: u64 = 0;
  let wasQuote: u64 = 0;
  let wasClose: u64 = 0;
  let wasScalar: u64 = 0;
  for (let block = at; block < end; block += 64) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    let backslashes = equal(a, b, c, d, 0x5c);
    const allQuotes = equal(a, b, c, d, 0x22);

    let escaped: u64 = 0;
    const allBackslashes = backslashes;
    if ((backslashes | wasEscape) != 0) {
      backslashes &= ~wasEscape;
      const follows = (backslashes << 1) | wasEscape;
      const oddStarts = backslashes & ~EVEN_BITS & ~follows;
      const sum = oddStarts + backslashes;
      wasEscape = u64(sum < backslashes);
      escaped = (EVEN_BITS ^ (sum << 1)) & follows;
    }
    const quotes = allQuotes & ~escaped;
    // From each opening quote up to its closing one, without it.
    const strings = prefixXor(quotes) ^ inString;
    inString = <u64>(<i64>strings >> 63);
    const closingQuotes = quotes & ~strings;
    const outside = ~(strings | closingQuotes);

    const blank = i8x16.splat(0x20);
    const a20 = v128.or(a, blank);
    const b20 = v128.or(b, blank);
    const c20 = v128.or(c, blank);
    const d20 = v128.or(d, blank);
    const opens = equal(a20, b20, c20, d20, 0x7b) & outside;
    const closes = equal(a20, b20, c20, d20, 0x7d) & outside;
    const commas = equal(a, b, c, d, 0x2c) & outside;
    const colons = equal(a, b, c, d, 0x3a) & outside;
    const separators = commas | colons;
    const scalars = outside & ~(opens | closes | separators);

    // Brackets, with the separators between them. Without branches, which nobody could foretell.
    let valid: u64 = ~0;
    let behind: usize = 0;
    let fault: u64 = 0;
    let left = separators;
    // Every other separator of the block; within an object those are the colons, or the commas.
    let others = prefixXor(separators);
    // Servers write many empty ones, which enclose nothing.
    let empty = opens & (closes >> 1);
    for (let pairs = empty; pairs != 0; pairs &= pairs - 1) {
      const pair: u32 = load<u16>(block + <usize>ctz(pairs));
      fault |= u64(pair != 0x7d7b) & u64(pair != 0x5d5b);
    }
    empty |= empty << 1;
    // An empty one that is all there is has to be seen.
    if (depth == 0) empty = 0;
    for (let brackets = (opens | closes) & ~empty; brackets != 0; brackets &= brackets - 1) {
      const bit = brackets & -brackets;
      const before = left & (bit - 1);
      left ^= before;
      const colonsBefore = before & colons;
      const due = select(colonsBefore, before ^ colonsBefore, colonDue != 0);
      fault |= select(due ^ (before & others), colonsBefore, inObject != 0);
      const odd = <u64>(popcnt(before) & 1);
      others ^= 0 - odd;
      colonDue ^= <u32>odd & inObject;

      const position = block + <usize>ctz(brackets);
      const bracket: u32 = load<u8>(position);
      const next: u32 = load<u8>(position + 1);
      const isOpen = u32((opens & bit) != 0);
      const isBrace = u32(bracket >= 0x7b);
      // Within a brace begins a key, within a bracket a value. Behind a comma, and with nothing for a key, a brace
      // cannot close: but for `{}`.
      const badOpen = select(
        u32(next != 0x22) & u32(next != 0x7d),
        u32(next == 0x2c) | u32(next == 0x3a) | u32(next == 0x7d),
        isBrace != 0,
      );
      const badClose = (isBrace ^ inObject) | (colonDue & u32(load<u8>(position - 1) != 0x7b));
      fault |= <u64>select(badOpen, badClose, isOpen != 0);

      store<u8>(stack + depth, <u8>(inObject | (colonDue << 1)));
      depth = depth + (isOpen << 1) - 1;
      const outer: u32 = load<u8>(stack + depth);
      inObject = select(isBrace, outer & 1, isOpen != 0);
      colonDue = select(isBrace, outer >> 1, isOpen != 0);
      if (depth == 0) {
        behind = position + 1;
        valid = bit | (bit - 1);
        break;
      }
    }
    if (fault != 0 || depth > MAX_DEPTH - 64) return 0;
    if (behind == 0 && left != 0) {
      const colonsLeft = left & colons;
      const due = colonDue != 0 ? colonsLeft : left ^ colonsLeft;
      if ((inObject != 0 ? due ^ (left & others) : colonsLeft) != 0) return 0;
      colonDue ^= <u32>popcnt(left) & inObject & 1;
    }
    // Bytes behind the end are anybody's: a container that has not ended by then has no end.
    if (behind == 0 && block + 64 > end) return 0;
    if (behind > end) return 0;

    // What may stand behind each class of bytes.
    const values = (strings & quotes) | opens | scalars;
    const wrong =
      (((separators << 1) | wasSeparator) & ~values) |
      (((closingQuotes << 1) | wasQuote) & ~(separators | closes)) |
      (((closes << 1) | wasClose) & ~(commas | closes)) |
      (((scalars << 1) | wasScalar) & ~(scalars | commas | closes)) |
      (allBackslashes & outside);
    if ((wrong & valid) != 0) return 0;
    // As signed numbers, controls and the bytes of UTF-8 are all below the blank.
    if (v128.any_true(v128.or(v128.or(below(a), below(b)), v128.or(below(c), below(d))))) {
      const strange = mask(below(a), below(b), below(c), below(d));
      if ((strange & valid) != 0) return 0;
    }
    for (let starts = scalars & ~((scalars << 1) | wasScalar) & valid; starts != 0; starts &= starts - 1) {
      const position = block + <usize>ctz(starts);
      const over = scalar(load<u8>(position), position, end);
      if (over == 0) return 0;
      const next: u32 = load<u8>(over);
      if (next != 0x2c && (next | 0x20) != 0x7d) return 0;
    }
    for (let rare = escaped & ~(allQuotes | allBackslashes) & valid; rare != 0; rare &= rare - 1)
      if (escape(block + <usize>ctz(rare), end) == 0) return 0;
    if (behind != 0) return behind;

    wasSeparator = separators >> 63;
    wasQuote = closingQuotes >> 63;
    wasClose = closes >> 63;
    wasScalar = scalars >> 63;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function equal(a: v128, b: v128, c: v128, d: v128, byte: u8): u64 {
  const wanted = i8x16.splat(byte);
  return mask(i8x16.eq(a, wanted), i8x16.eq(b, wanted), i8x16.eq(c, wanted), i8x16.eq(d, wanted));
}

// @ts-ignore: decorator
@inline
function below(bytes: v128): v128 {
  return i8x16.lt_s(bytes, i8x16.splat(0x20));
}

// @ts-ignore: decorator
@inline
function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>i8x16.bitmask(a) |
    (<u64>i8x16.bitmask(b) << 16) |
    (<u64>i8x16.bitmask(c) << 32) |
    (<u64>i8x16.bitmask(d) << 48)
  );
}

/** Each bit: whether up to it, itself included, an odd number of bits is set. */
// @ts-ignore: decorator
@inline
function prefixXor(bits: u64): u64 {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}
