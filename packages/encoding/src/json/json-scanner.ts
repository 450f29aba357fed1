// Steps over JSON in bytes without building anything. As strict as JSON.parse: what it steps over, JSON.parse
// accepts. The reverse is not promised: it may give up on what is merely unusual (nested deeper than 10,000),
// and whoever called it then asks JSON.parse.
//
// Every function takes the position to begin at and the end of the bytes, and returns the position behind what
// it stepped over, or `gaveUp` where the text is malformed, unusual, or goes on beyond the end.

/** No position: the text could not be stepped over. */
export const gaveUp = -1;

const quote = 0x22;
const backslash = 0x5c;
// As Go's decoder, by which the server read what it now sends.
const maxDepth = 10_000;

// 1 for what ends the run of plain characters in a string: the quote, an escape, a control, a byte of UTF-8.
const special: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === quote || byte === backslash || byte >= 0x80 ? 1 : 0,
);

// Behind a backslash: 1 for what ends the escape, 2 for the `u` that four digits follow.
const escapes: Uint8Array = new Uint8Array(256);
for (const letter of '"\\/bfnrt') escapes[letter.charCodeAt(0)] = 1;
escapes[0x75] = 2;

// What encloses the value being stepped over, from the outside in: 1 for an object, 0 for an array.
const enclosing = new Uint8Array(maxDepth);

/** Over blanks, of which there may be none. */
export function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(bytes[at] as number)) at += 1;
  return at;
}

export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Over a string, from behind its opening quote. */
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

/** Over any value and the blanks before it. */
export function skipValue(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  let inObject = false;
  for (;;) {
    // Here a value begins.
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
    // Here a value has ended: on to the next one, or out of what encloses it.
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

/** Over a key, from its opening quote, and the colon behind it. */
function skipKey(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== quote) return gaveUp;
  at = skipString(bytes, at + 1, end);
  return at === gaveUp ? gaveUp : skipColon(bytes, at, end);
}

/** Over a colon and the blanks before it. */
export function skipColon(bytes: Uint8Array, at: number, end: number): number {
  at = skipBlanks(bytes, at, end);
  return at < end && bytes[at] === 0x3a ? at + 1 : gaveUp;
}

function skipScalar(bytes: Uint8Array, at: number, end: number): number {
  switch (bytes[at]) {
    case 0x74:
      return skipWord(bytes, at, end, 'true');
    case 0x66:
      return skipWord(bytes, at, end, 'false');
    case 0x6e:
      return skipWord(bytes, at, end, 'null');
    default:
      return skipNumber(bytes, at, end);
  }
}

function skipWord(bytes: Uint8Array, at: number, end: number, word: string): number {
  if (at + word.length > end) return gaveUp;
  for (let index = 0; index < word.length; index += 1)
    if (bytes[at + index] !== word.charCodeAt(index)) return gaveUp;
  return at + word.length;
}

// A number that reaches the end may go on behind it, which only the caller can know.
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

// Over a character of two to four bytes. https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G27506
function skipCharacter(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > end) return gaveUp;
  const second = bytes[at + 1] as number;
  // Neither overlong nor a surrogate nor beyond the last character.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return gaveUp;
  for (let next = at + 2; next < at + length; next += 1)
    if (((bytes[next] as number) & 0xc0) !== 0x80) return gaveUp;
  return at + length;
}
