// What is between the quotes of a string or of bytes.

const plain: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);

const widths: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['X', 2],
  ['u', 4],
  ['U', 8],
]);

/** Without its quotes, and without `r` before them. */
function body(literal: string): { readonly text: string; readonly isRaw: boolean } {
  const isRaw = literal.startsWith('r') || literal.startsWith('R');
  const quoted = isRaw ? literal.slice(1) : literal;
  const long = quoted.length >= 6 && (quoted.startsWith('"""') || quoted.startsWith("'''"));
  return { text: long ? quoted.slice(3, -3) : quoted.slice(1, -1), isRaw };
}

/** Undefined: an escape names no character. */
export function unescapeString(literal: string): string | undefined {
  const { text, isRaw } = body(literal);
  if (isRaw || !text.includes('\\')) return text;
  let result = '';
  for (const part of escapes(text)) {
    if (typeof part === 'string') result += part;
    else if (part.code > 0x10ffff || (part.code >= 0xd800 && part.code < 0xe000)) return undefined;
    else result += String.fromCodePoint(part.code);
  }
  return result;
}

/** Undefined: bytes have no escapes of Unicode. */
export function unescapeBytes(literal: string): Uint8Array | undefined {
  const { text, isRaw } = body(literal);
  const parts: Buffer[] = [];
  for (const part of isRaw ? [text] : escapes(text)) {
    if (typeof part === 'string') parts.push(Buffer.from(part));
    else if (part.isUnicode) return undefined;
    else parts.push(Buffer.from([part.code & 0xff]));
  }
  return new Uint8Array(Buffer.concat(parts));
}

interface Escape {
  readonly code: number;
  readonly isUnicode: boolean;
}

function* escapes(text: string): Generator<string | Escape, void, undefined> {
  let at = 0;
  for (let next = text.indexOf('\\'); next >= 0; next = text.indexOf('\\', at)) {
    yield text.slice(at, next);
    const letter = text[next + 1] ?? '';
    const width = widths.get(letter);
    if (width !== undefined) {
      at = next + 2 + width;
      yield { code: Number.parseInt(text.slice(next + 2, at), 16), isUnicode: width > 2 };
    } else if (letter >= '0' && letter <= '3') {
      at = next + 4;
      yield { code: Number.parseInt(text.slice(next + 1, at), 8), isUnicode: false };
    } else {
      at = next + 2;
      yield { code: plain.get(letter) ?? letter.charCodeAt(0), isUnicode: false };
    }
  }
  yield text.slice(at);
}
