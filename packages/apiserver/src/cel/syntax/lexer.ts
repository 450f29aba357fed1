// From a text to tokens: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax

export type TokenKind =
  | 'IDENTIFIER'
  | 'ESC_IDENTIFIER'
  | 'NUM_INT'
  | 'NUM_UINT'
  | 'NUM_FLOAT'
  | 'STRING'
  | 'BYTES'
  | 'end'
  /** Signs and words with a meaning of their own: their text says which. */
  | 'sign';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** What is no token. */
  readonly broken: readonly Token[];
}

const space = /[\t \r\n\f]+/y;
const comment = /\/\/[^\n]*/y;
const word = /[A-Za-z_][A-Za-z0-9_]*/y;
const escapedWord = /`[A-Za-z0-9_./ -]+`/y;
const float = /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/y;
const int = /0x[0-9a-fA-F]+|\d+/y;
const sign = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y;
const wordSigns: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);

export function tokensOf(text: string): Tokens {
  const tokens: Token[] = [];
  const broken: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const end = after(space, text, at) ?? after(comment, text, at);
    if (end !== undefined) {
      at = end;
      continue;
    }
    const token = tokenAt(text, at);
    if (typeof token === 'number') {
      broken.push({ kind: 'sign', text: text.slice(at, token), offset: at });
      at = token;
    } else {
      tokens.push(token);
      at += token.text.length;
    }
  }
  tokens.push({ kind: 'end', text: '<EOF>', offset: text.length });
  return { tokens, broken };
}

function after(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

// A number: there is no token before it.
function tokenAt(text: string, offset: number): Token | number {
  const quoted = quotedAt(text, offset);
  if (quoted !== undefined) return quoted;
  const token = (kind: TokenKind, end: number): Token => ({ kind, text: text.slice(offset, end), offset });
  const wordEnd = after(word, text, offset);
  if (wordEnd !== undefined) {
    const isSign = wordSigns.has(text.slice(offset, wordEnd));
    return token(isSign ? 'sign' : 'IDENTIFIER', wordEnd);
  }
  const floatEnd = after(float, text, offset);
  if (floatEnd !== undefined) return token('NUM_FLOAT', floatEnd);
  const intEnd = after(int, text, offset);
  if (intEnd !== undefined) {
    const isUint = text[intEnd] === 'u' || text[intEnd] === 'U';
    return isUint ? token('NUM_UINT', intEnd + 1) : token('NUM_INT', intEnd);
  }
  const escapedEnd = after(escapedWord, text, offset);
  if (escapedEnd !== undefined) return token('ESC_IDENTIFIER', escapedEnd);
  const signEnd = after(sign, text, offset);
  if (signEnd !== undefined) return token('sign', signEnd);
  const half = text[offset] === '&' || text[offset] === '|' || text[offset] === '=';
  const next = offset + ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1);
  return half ? Math.min(next + 1, text.length) : next;
}

function quotedAt(text: string, offset: number): Token | number | undefined {
  let at = offset;
  const isBytes = text[at] === 'b' || text[at] === 'B';
  if (isBytes) at++;
  const isRaw = text[at] === 'r' || text[at] === 'R';
  if (isRaw) at++;
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  const triple = quote.repeat(3);
  const isTriple = text.startsWith(triple, at);
  const end = isTriple
    ? endOfLong(text, at + 3, { quote: triple, isRaw })
    : endOfShort(text, at + 1, { quote, isRaw });
  // Three quotes of which no end is found are an empty string and the start of another.
  if (end < 0 && isTriple)
    return { kind: isBytes ? 'BYTES' : 'STRING', text: text.slice(offset, at + 2), offset };
  // A letter before broken quotes is a word.
  if (end < 0) return at === offset ? Math.min(-end, text.length) : undefined;
  return { kind: isBytes ? 'BYTES' : 'STRING', text: text.slice(offset, end), offset };
}

interface Quoting {
  readonly quote: string;
  readonly isRaw: boolean;
}

// Below zero: it is broken there.
function endOfShort(text: string, start: number, { quote, isRaw }: Quoting): number {
  let at = start;
  for (; at < text.length; at++) {
    const one = text[at];
    if (one === quote) return at + 1;
    if (one === '\n' || one === '\r') return -(at + 1);
    if (one === '\\' && !isRaw) {
      const length = escapeLength(text, at);
      if (length === 0) return -Math.min(at + 2, text.length);
      at += length - 1;
    }
  }
  return -at;
}

function endOfLong(text: string, start: number, { quote, isRaw }: Quoting): number {
  for (let at = start; at < text.length; at++) {
    if (text.startsWith(quote, at)) return at + 3;
    if (text[at] === '\\' && !isRaw) {
      const length = escapeLength(text, at);
      if (length === 0) return -at;
      at += length - 1;
    }
  }
  return -text.length;
}

const escape = /\\(?:[abfnrtv"'\\?`]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;

function escapeLength(text: string, at: number): number {
  return (after(escape, text, at) ?? at) - at;
}
