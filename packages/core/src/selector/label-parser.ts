// Parses label selectors: `app in (web,api),tier!=db,!old,weight>5`. Accepts and refuses what the server's parser does;
// label-requirement.ts validates the requirements.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/labels/selector.go

import { InvalidRequestError } from '../errors.ts';
import type { LabelOperator, LabelRequirement } from './label-requirement.ts';

const operators: ReadonlyMap<string, LabelOperator> = new Map([
  ['=', 'In'],
  ['==', 'In'],
  ['!=', 'NotIn'],
  ['in', 'In'],
  ['notin', 'NotIn'],
  ['>', 'GreaterThan'],
  ['<', 'LessThan'],
]);

type Token = { readonly text: string; readonly at: number };

export class LabelParser {
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    // The server knows four blanks. Any other one becomes part of a word, which is then refused.
    const tokens = text.matchAll(/==|!=|[=!<>(),]|[^ \t\r\n=!<>(),]+/g);
    this.#tokens = Array.from(tokens, (match) => ({ text: match[0], at: match.index }));
  }

  /** @throws InvalidRequestError with the position of the error. */
  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    if (this.#tokens.length === 0) return requirements;
    do requirements.push(this.#requirement());
    while (this.#consume(','));
    if (this.#peek()) this.#fail("',' or the end");
    return requirements;
  }

  #requirement(): LabelRequirement {
    if (this.#consume('!')) return { key: this.#word('a key'), operator: 'DoesNotExist', values: [] };
    const key = this.#word('a key');
    const sign = this.#peek()?.text;
    if (sign === undefined || sign === ',') return { key, operator: 'Exists', values: [] };
    const operator = operators.get(sign);
    if (!operator) return this.#fail('=, ==, !=, in, notin, <, > or a comma');
    this.#next += 1;
    return { key, operator, values: this.#values(sign) };
  }

  #values(sign: string): string[] {
    if (sign === 'in' || sign === 'notin') return this.#set();
    return [sign === '<' || sign === '>' ? this.#word('an integer') : this.#value()];
  }

  #set(): string[] {
    if (!this.#consume('(')) this.#fail("'('");
    const values = [this.#value()];
    while (this.#consume(',')) values.push(this.#value());
    if (!this.#consume(')')) this.#fail("',' or ')'");
    return [...new Set(values)].sort();
  }

  // A value may be empty: `a=` and `a in (,b)`.
  #value(): string {
    const token = this.#peek();
    if (!token || token.text === ',' || token.text === ')') return '';
    return this.#word('a value');
  }

  #word(expected: string): string {
    const token = this.#peek();
    if (!token || /^[=!<>(),]/.test(token.text)) return this.#fail(expected);
    this.#next += 1;
    return token.text;
  }

  #consume(text: string): boolean {
    if (this.#peek()?.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #fail(expected: string): never {
    const token = this.#peek();
    const found = token ? `${JSON.stringify(token.text)} at character ${token.at + 1}` : 'the end';
    throw new InvalidRequestError(
      `label selector ${JSON.stringify(this.#text)}: expected ${expected}, found ${found}`,
    );
  }
}
