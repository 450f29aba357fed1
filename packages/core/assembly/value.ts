// The twin of skipValue in src/encoding/json/json-scanner.ts: the same rules, but sixteen bytes of a string at a time.
// The fuzzer compares both with JSON.parse.

import { container } from './container';
import { MAX_DEPTH, STACK } from './memory';
import { escape, scalar } from './scalar';

/** Skips any value and the whitespace before it. Returns the position behind it, or 0 for giving up. */
export function skip(at: usize, end: usize): usize {
  if (at < end && (load<u8>(at) | 0x20) == 0x7b) {
    const behind = container(at, end);
    if (behind != 0) return behind;
  }
  let depth: u32 = 0;
  let inObject: u32 = 0;
  while (true) {
    // A value begins here.
    at = blanks(at, end);
    if (at >= end) return 0;
    const first: u32 = load<u8>(at);
    if (first == 0x22) {
      at = string(at + 1, end);
      if (at == 0) return 0;
    } else if ((first | 0x20) == 0x7b) {
      if (depth == MAX_DEPTH) return 0;
      store<u8>(STACK + depth, <u8>inObject);
      depth += 1;
      inObject = u32(first == 0x7b);
      at = blanks(at + 1, end);
      if (at >= end) return 0;
      if (load<u8>(at) != first + 2) {
        if (inObject != 0) {
          at = key(at, end);
          if (at == 0) return 0;
        }
        continue;
      }
      at += 1;
      depth -= 1;
      inObject = load<u8>(STACK + depth);
    } else {
      at = scalar(first, at, end);
      if (at == 0) return 0;
    }
    // A value has ended here: go on to the next one, or leave the container.
    while (true) {
      if (depth == 0) return at;
      at = blanks(at, end);
      if (at >= end) return 0;
      const next: u32 = load<u8>(at);
      if (next == 0x2c) {
        at += 1;
        if (inObject != 0) {
          at = key(blanks(at, end), end);
          if (at == 0) return 0;
        }
        break;
      }
      if (next != 0x5d + (inObject << 5)) return 0;
      at += 1;
      depth -= 1;
      inObject = load<u8>(STACK + depth);
    }
  }
}

/** Skips whitespace, if any. */
export function blanks(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) <= 0x20 && isBlank(load<u8>(at))) at += 1;
  return at;
}

function isBlank(byte: u32): bool {
  return byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09;
}

function key(at: usize, end: usize): usize {
  if (at >= end || load<u8>(at) != 0x22) return 0;
  at = string(at + 1, end);
  if (at == 0) return 0;
  at = blanks(at, end);
  return at < end && load<u8>(at) == 0x3a ? at + 1 : 0;
}

function string(at: usize, end: usize): usize {
  while (true) {
    if (at >= end) return 0;
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        // As signed numbers, controls and non-ASCII bytes are all below the space.
        i8x16.lt_s(bytes, i8x16.splat(0x20)),
      ),
    );
    if (found == 0) {
      at += 16;
      continue;
    }
    at += <usize>ctz(found);
    if (at >= end) return 0;
    const byte: u32 = load<u8>(at);
    if (byte == 0x22) return at + 1;
    if (byte == 0x5c) at = escape(at + 1, end);
    else if (byte >= 0x80) at = character(at, end);
    else return 0;
    if (at == 0) return 0;
  }
}

function character(at: usize, end: usize): usize {
  const lead: u32 = load<u8>(at);
  const length: usize = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > end) return 0;
  const second: u32 = load<u8>(at + 1);
  const least: u32 = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const most: u32 = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let next = at + 2; next < at + length; next += 1) if ((load<u8>(next) & 0xc0) != 0x80) return 0;
  return at + length;
}
