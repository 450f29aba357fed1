// What Go's parser says of a text that is no JSON, for texts that the engine's parser has refused.
// https://github.com/golang/go/blob/go1.26.8/src/encoding/json/scanner.go

const endOfInput = 'unexpected end of JSON input';

/** As `invalid character '}' looking for beginning of value`. Tells one character of the text and no more. */
export function jsonSyntaxFault(text: string): string {
  const fault = new Scanner(text).scan();
  return fault ?? endOfInput;
}

type Expected = 'value' | 'firstItem' | 'firstKey' | 'key' | 'colon' | 'afterItem' | 'afterEntry' | 'end';

const contexts: Readonly<Record<Expected, string>> = {
  value: 'looking for beginning of value',
  firstItem: 'looking for beginning of value',
  firstKey: 'looking for beginning of object key string',
  key: 'looking for beginning of object key string',
  colon: 'after object key',
  afterItem: 'after array element',
  afterEntry: 'after object key:value pair',
  end: 'after top-level value',
};

class Scanner {
  readonly #text: string;
  readonly #open: ('[' | '{')[] = [];
  #at = 0;
  #expected: Expected = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  /** Undefined where all that is there is right so far. */
  scan(): string | undefined {
    for (;;) {
      const char = this.#nextToken();
      if (char === undefined) return undefined;
      const fault = this.#take(char);
      if (fault !== undefined) return fault;
    }
  }

  #nextToken(): string | undefined {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'none')) this.#at += 1;
    return this.#text[this.#at];
  }

  #take(char: string): string | undefined {
    const expected = this.#expected;
    const [isList, isObject] = [this.#open.at(-1) === '[', this.#open.at(-1) === '{'];
    if (expected === 'value' || expected === 'firstItem') {
      if (expected === 'firstItem' && char === ']') return this.#close();
      return this.#value(char);
    }
    if (expected === 'key' || expected === 'firstKey') {
      if (expected === 'firstKey' && char === '}') return this.#close();
      if (char !== '"') return this.#fault(contexts[expected]);
      this.#expected = 'colon';
      return this.#string();
    }
    if (expected === 'colon' && char === ':') return this.#move('value');
    if (expected === 'afterItem' && isList && char === ',') return this.#move('value');
    if (expected === 'afterItem' && isList && char === ']') return this.#close();
    if (expected === 'afterEntry' && isObject && char === ',') return this.#move('key');
    if (expected === 'afterEntry' && isObject && char === '}') return this.#close();
    return this.#fault(contexts[expected]);
  }

  // These three find no fault.
  #move(expected: Expected): string | undefined {
    this.#at += 1;
    this.#expected = expected;
    return undefined;
  }

  #close(): string | undefined {
    this.#open.pop();
    this.#at += 1;
    this.#afterValue();
    return undefined;
  }

  #step(): string | undefined {
    this.#at += 1;
    return undefined;
  }

  #afterValue(): void {
    const within = this.#open.at(-1);
    this.#expected = within === undefined ? 'end' : within === '[' ? 'afterItem' : 'afterEntry';
  }

  #value(char: string): string | undefined {
    if (char === '{' || char === '[') {
      this.#open.push(char);
      return this.#move(char === '{' ? 'firstKey' : 'firstItem');
    }
    this.#afterValue();
    if (char === '"') return this.#string();
    if (char === '-' || isDigit(char)) return this.#number();
    const literal = ['true', 'false', 'null'].find((one) => one.startsWith(char));
    return literal === undefined ? this.#fault(contexts.value) : this.#literal(literal);
  }

  #literal(literal: string): string | undefined {
    for (const wanted of literal) {
      const char = this.#text[this.#at];
      if (char !== wanted) return this.#fault(`in literal ${literal} (expecting '${wanted}')`);
      this.#at += 1;
    }
    return undefined;
  }

  #string(): string | undefined {
    for (this.#at += 1; ; this.#at += 1) {
      const char = this.#text[this.#at];
      if (char === undefined) return endOfInput;
      if (char === '"') return this.#step();
      if (char < ' ') return this.#fault('in string literal');
      if (char === '\\') {
        const fault = this.#escape();
        if (fault !== undefined) return fault;
      }
    }
  }

  #escape(): string | undefined {
    this.#at += 1;
    const char = this.#text[this.#at];
    if (char !== 'u')
      return '"\\/bfnrt'.includes(char ?? 'none') ? undefined : this.#fault('in string escape code');
    for (let digit = 0; digit < 4; digit += 1) {
      this.#at += 1;
      if (!/^[\da-f]$/i.test(this.#text[this.#at] ?? ''))
        return this.#fault('in \\u hexadecimal character escape');
    }
    return undefined;
  }

  #number(): string | undefined {
    if (this.#text[this.#at] === '-') {
      this.#at += 1;
      if (!isDigit(this.#text[this.#at])) return this.#fault('in numeric literal');
    }
    if (this.#text[this.#at] === '0') this.#at += 1;
    else this.#digits();
    if (this.#text[this.#at] === '.') {
      this.#at += 1;
      if (!isDigit(this.#text[this.#at])) return this.#fault('after decimal point in numeric literal');
      this.#digits();
    }
    if (!/^e$/i.test(this.#text[this.#at] ?? '')) return undefined;
    this.#at += 1;
    if (/^[+-]$/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    if (!isDigit(this.#text[this.#at])) return this.#fault('in exponent of numeric literal');
    this.#digits();
    return undefined;
  }

  #digits(): void {
    while (isDigit(this.#text[this.#at])) this.#at += 1;
  }

  #fault(context: string): string {
    // Go ends the text with a blank, to see whether a number or a literal is complete.
    return `invalid character ${quoted(this.#text[this.#at] ?? ' ')} ${context}`;
  }
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

// Go looks at bytes: of a character beyond ASCII at the first one, as if it were a character.
function quoted(char: string): string {
  if (char === '"') return `'"'`;
  const byte = Buffer.from(char)[0] ?? 0;
  return `'${escapes[char] ?? quotedByte(byte)}'`;
}

const escapes: Readonly<Record<string, string>> = {
  "'": "\\'",
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function quotedByte(byte: number): string {
  const digits = byte.toString(16).padStart(2, '0');
  if (byte < 0x20 || byte === 0x7f) return `\\x${digits}`;
  return (byte > 0x7f && byte < 0xa1) || byte === 0xad ? `\\u00${digits}` : String.fromCharCode(byte);
}
