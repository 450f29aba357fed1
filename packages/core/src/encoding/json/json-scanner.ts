// Skips JSON values in bytes without building anything. It is as strict as JSON.parse: what it skips, JSON.parse
// accepts. The reverse does not hold: it may give up on valid but unusual text (nested deeper than 10,000), and the
// caller then asks JSON.parse.
//
// Every function takes a start position and the end of the bytes. It returns the position behind what it skipped, or
// `gaveUp` where the text is malformed, unusual, or goes on beyond the end.

/** No position: the text could not be skipped. */
export const gaveUp = -1;

const quote = 0x22;
const backslash = 0x5c;
// The limit of Go's decoder, with which the server read what it now sends.
const maxDepth = 10_000;

// 1 for the bytes that end a run of plain characters in a string: quote, backslash, control, non-ASCII.
const special: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === quote || byte === backslash || byte >= 0x80 ? 1 : 0,
);

// The byte behind a backslash: 1 for an escape of one letter, 2 for `u` and four digits.
const escapes: Uint8Array = new Uint8Array(256);
for (const letter of '"\\/bfnrt') escapes[letter.charCodeAt(0)] = 1;
escapes[0x75] = 2;

// The containers around the value being skipped, from the outside in: 1 for an object, 0 for an array.
const enclosing = new Uint8Array(maxDepth);

/** Skips whitespace, if any. */
export function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(bytes[at] as number)) at += 1;
  return at;
}

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Skips a string, from behind its opening quote. */
function skipString(bytes: Uint8Array, at: number, end: number): number {
  for (;;) {
    while (at < end && special[bytes[at] as number] === 0) at += 1;
    if (at >= end) return gaveUp;
    const byte = bytes[at] as number;
    if (byte === quote) return at + 1;
    if (byte === backslash) at = skipEscape(bytes, at + 1, end);
    else if (byte >= 0x80) at = skipCharacter(bytes, at, end);
    else return gaveUp;
    if (at === gaveUp) return gaveUp;
  }
}

/** Skips any value and the whitespace before it. */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  let inObject = false;
  for (;;) {
    // A value begins here.
    while (at < end && isBlank(bytes[at] as number)) at += 1;
    if (at >= end) return gaveUp;
    const first = bytes[at] as number;
    if (first === quote) at = skipString(bytes, at + 1, end);
    else if (first === 0x7b || first === 0x5b) {
      if (depth === maxDepth) return gaveUp;
      enclosing[depth] = inObject ? 1 : 0;
      depth += 1;
      inObject = first === 0x7b;
      at = skipBlanks(bytes, at + 1, end);
      if (at >= end) return gaveUp;
      if (bytes[at] !== (inObject ? 0x7d : 0x5d)) {
        if (inObject) at = skipKey(bytes, at, end);
        if (at === gaveUp) return gaveUp;
        continue;
      }
      at += 1;
      depth -= 1;
      inObject = enclosing[depth] === 1;
    } else at = skipScalar(bytes, at, end);
    if (at === gaveUp) return gaveUp;
    // A value has ended here: go on to the next one, or leave the container.
    for (;;) {
      if (depth === 0) return at;
      while (at < end && isBlank(bytes[at] as number)) at += 1;
      if (at >= end) return gaveUp;
      const next = bytes[at] as number;
      if (next === 0x2c) {
        at += 1;
        if (inObject) at = skipKey(bytes, skipBlanks(bytes, at, end), end);
        if (at === gaveUp) return gaveUp;
        break;
      }
      if (next !== (inObject ? 0x7d : 0x5d)) return gaveUp;
      at += 1;
      depth -= 1;
      inObject = enclosing[depth] === 1;
    }
  }
}

/** Skips a key, from its opening quote, and the colon behind it. */
function skipKey(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== quote) return gaveUp;
  at = skipString(bytes, at + 1, end);
  return at === gaveUp ? gaveUp : skipColon(bytes, at, end);
}

/** Skips a colon and the whitespace before it. */
export function skipColon(bytes: Uint8Array, at: number, end: number): number {
  at = skipBlanks(bytes, at, end);
  return at < end && bytes[at] === 0x3a ? at + 1 : gaveUp;
}

function skipScalar(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  const word = first === 0x74 ? 'true' : first === 0x66 ? 'false' : first === 0x6e ? 'null' : '';
  if (word === '') return skipNumber(bytes, at, end);
  const behind = at + word.length;
  return behind <= end && isText(bytes, at, word) ? behind : gaveUp;
}

/** Whether the bytes from `at` on are this text, which is plain ASCII. */
export function isText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

// A number that reaches the end may go on in the next chunk: only the caller knows.
function skipNumber(bytes: Uint8Array, at: number, end: number): number {
  if (at < end && bytes[at] === 0x2d) at += 1;
  if (at < end && bytes[at] === 0x30) at += 1;
  else at = skipDigits(bytes, at, end);
  if (at !== gaveUp && at < end && bytes[at] === 0x2e) at = skipDigits(bytes, at + 1, end);
  if (at !== gaveUp && at < end && ((bytes[at] as number) | 0x20) === 0x65) {
    at += 1;
    if (at < end && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at += 1;
    at = skipDigits(bytes, at, end);
  }
  return at;
}

function skipDigits(bytes: Uint8Array, at: number, end: number): number {
  const begin = at;
  while (at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at += 1;
  return at === begin ? gaveUp : at;
}

function skipEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return gaveUp;
  const kind = escapes[bytes[at] as number];
  if (kind === 1) return at + 1;
  if (kind !== 2 || at + 5 > end) return gaveUp;
  for (let digit = at + 1; digit < at + 5; digit += 1) {
    const byte = bytes[digit] as number;
    const isHex = (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
    if (!isHex) return gaveUp;
  }
  return at + 5;
}

// Skips a character of two to four bytes. https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G27506
function skipCharacter(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > end) return gaveUp;
  const second = bytes[at + 1] as number;
  // Refuses overlong forms, surrogates, and code points beyond the last one.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return gaveUp;
  for (let next = at + 2; next < at + length; next += 1)
    if (((bytes[next] as number) & 0xc0) !== 0x80) return gaveUp;
  return at + length;
}
