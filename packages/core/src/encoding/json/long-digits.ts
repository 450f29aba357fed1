// Whether bytes may hold a whole number that JavaScript rounds, at a small part of what parsing them costs.

// 2^53 has 16 digits.
const run = 16;

/** Whether there are 16 digits in a row, in a number or in a string. */
export function hasLongDigits(bytes: Uint8Array): boolean {
  const { length } = bytes;
  // One byte in sixteen is in every such run.
  for (let at = run - 1; at < length; at += run)
    if (isDigit(bytes[at] as number) && digitsAround(bytes, at) >= run) return true;
  return false;
}

function digitsAround(bytes: Uint8Array, at: number): number {
  const { length } = bytes;
  let start = at;
  let end = at + 1;
  while (start > 0 && isDigit(bytes[start - 1] as number)) start -= 1;
  while (end < length && isDigit(bytes[end] as number)) end += 1;
  return end - start;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
