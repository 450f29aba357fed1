// The tokens of a text, one after the other, and what is wrong with their order. A text is mended as the grammar of
// cel-go mends it: by leaving one token out, or by adding the one that is missing.

import { isStart, operators, starts, visible } from './expected.ts';
import type { Expression } from './expression.ts';
import type { Issue } from './issue.ts';
import { type Token, tokensOf } from './lexer.ts';

/** Ends the parse: what follows cannot be understood. */
export class Stop extends Error {}

export class TokenStream {
  readonly issues: Issue[] = [];
  readonly #tokens: readonly Token[];
  /** What may close or separate, of each bracket that is open. */
  readonly #open: string[][] = [];
  #at = 0;

  constructor(text: string) {
    const { tokens, broken } = tokensOf(text);
    this.#tokens = tokens;
    for (const { offset, text: part } of broken)
      this.issues.push({ offset, message: `Syntax error: token recognition error at: '${part}'` });
  }

  /** A token that is so many behind the next one; below zero: before it. */
  peek(distance: number): Token | undefined {
    return this.#tokens[this.#at + distance];
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** What is parsed between brackets of which these may close or separate it. */
  within<Part>(closers: readonly string[], parse: () => Part): Part {
    this.#open.push([...closers]);
    const inner = parse();
    this.#open.pop();
    return inner;
  }

  get token(): Token {
    return (
      this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] ?? { kind: 'end', text: '<EOF>', offset: 0 }
    );
  }

  is(text: string): boolean {
    return this.token.kind === 'sign' && this.token.text === text;
  }

  take(text: string): Token | undefined {
    if (!this.is(text)) return undefined;
    return this.next();
  }

  next(): Token {
    const token = this.token;
    this.#at++;
    return token;
  }

  // As the grammar of cel-go mends a text: by leaving one token out, or by adding the one that is missing.
  need(text: string, expected = `'${text}'`): void {
    if (this.take(text)) return;
    const token = this.token;
    const next = this.#tokens[this.#at + 1];
    if (next?.kind === 'sign' && next.text === text) {
      this.complain(token, `extraneous input '${visible(token.text)}' expecting ${expected}`);
      this.#at += 2;
      return;
    }
    const isMissing = text === ':' ? isStart(token) : this.#mayEnd(token);
    if (!isMissing || expected !== `'${text}'`) this.mismatch(expected);
    this.complain(token, `missing '${text}' at '${visible(token.text)}'`);
  }

  // Whether the token may follow what is closed, by what is still open around it.
  #mayEnd({ kind, text }: Token): boolean {
    const around = this.#open.at(-1);
    if (kind === 'end') return around === undefined;
    if (kind !== 'sign') return false;
    return operators.has(text) || (around !== undefined && around.includes(text));
  }

  mismatch(expected: string): never {
    return this.syntax(this.token, `mismatched input '${visible(this.token.text)}' expecting ${expected}`);
  }

  complain({ offset }: Token, message: string): void {
    this.issues.push({ offset, message: `Syntax error: ${message}` });
  }

  syntax(token: Token, message: string): never {
    this.complain(token, message);
    throw new Stop();
  }

  unexpectedEnd(): never {
    const { text } = this.token;
    const next = this.#tokens[this.#at + 1];
    if (next?.kind === 'end') this.syntax(this.token, `extraneous input '${visible(text)}' expecting <EOF>`);
    return this.mismatch('<EOF>');
  }

  report(offset: number, message: string): Expression {
    this.issues.push({ offset, message });
    return { kind: 'literal', value: null, offset };
  }

  // One token before an expression may be too many.
  start(expected: string): void {
    const token = this.token;
    const next = this.#tokens[this.#at + 1];
    if (isStart(token)) return;
    if (token.kind === 'end' || !next || !isStart(next)) return this.#nothing(token, expected);
    this.complain(token, `extraneous input '${visible(token.text)}' expecting ${expected}`);
    this.#at++;
  }

  // What follows is told as well, where it is the end.
  #nothing(token: Token, expected: string): never {
    const isLast = this.#tokens[this.#at + 1]?.kind === 'end';
    if (!isLast || !operators.has(token.text)) return this.mismatch(expected);
    this.complain(token, `mismatched input '${visible(token.text)}' expecting ${expected}`);
    this.#at++;
    return this.mismatch(starts);
  }

  noOperand(sign: string, token: Token): never {
    const text = token.kind === 'end' ? '' : visible(token.text);
    if (sign !== '') {
      this.complain(token, `no viable alternative at input '${sign}${text}'`);
      if (token.kind !== 'end') throw new Stop();
    }
    return this.mismatch(starts);
  }

  get isAfterComma(): boolean {
    return this.#tokens[this.#at - 1]?.text === ',';
  }

  // Whether another item comes behind a comma.
  separated(closer: string): boolean {
    const next = this.#tokens[this.#at + 1];
    const closesNext = next?.kind === 'sign' && (next.text === closer || next.text === ',');
    if (!this.is(',') && !this.is(closer) && closesNext) {
      const { text } = this.token;
      this.complain(this.token, `extraneous input '${visible(text)}' expecting {'${closer}', ','}`);
      this.#at++;
    }
    if (!this.take(',')) return false;
    return isStart(this.token) || this.is('?');
  }
}
