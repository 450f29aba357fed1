// Whether a JSON text may hold a whole number that JavaScript rounds, at a small part of what parsing it costs.

// 2^53 has 16 digits.
const run = 16;
const longNumber = /(?:^|[:[,\s])-?\d{16}/;

/** Whether there are 16 digits in a row where a number can begin; in the text of a string it is sometimes true too. */
export function hasLongNumber(text: string): boolean {
  const { length } = text;
  // One character in sixteen is in every such run.
  for (let at = run - 1; at < length; at += run)
    if (isDigit(text.charCodeAt(at)) && digitsAround(text, at) >= run) return longNumber.test(text);
  return false;
}

function digitsAround(text: string, at: number): number {
  let start = at;
  let end = at + 1;
  while (isDigit(text.charCodeAt(start - 1))) start -= 1;
  while (isDigit(text.charCodeAt(end))) end += 1;
  return end - start;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
