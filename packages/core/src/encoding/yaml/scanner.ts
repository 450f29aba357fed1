// Text to tokens, as libyaml and so go-yaml v2 does: indentation becomes tokens, and a key is known by the `:` behind it.
// https://github.com/yaml/go-yaml/blob/v2.4.2/scannerc.go

import { scanBlockScalar } from './block-scalar.ts';
import { Cursor, end, isBlankOrEnd, isBreak, isBreakOrEnd } from './cursor.ts';
import { scanPlain, scanQuoted } from './flow-scalar.ts';
import { scanName, scanTag } from './property.ts';
import type { Token, TokenType } from './token.ts';
import { type Place, YamlError } from './yaml-error.ts';

/** What may turn out to be a key, as no `:` has been seen yet. */
interface PossibleKey {
  /** The count of tokens before it. */
  readonly token: number;
  readonly at: number;
  readonly place: Place;
  /** Nothing else can begin here, as it stands where the keys of its mapping do. */
  readonly required: boolean;
}

/** How far behind the start of a key its `:` may be. */
const maxKeyLength = 1024;

export class Scanner {
  readonly #cursor: Cursor;
  /** Tokens that wait, and how many were taken before them. */
  readonly #queue: Token[] = [];
  #taken = 0;
  #done = false;
  #indent = -1;
  readonly #outerIndents: number[] = [];
  /** One for each level of brackets, and one for what is outside of all. */
  readonly #keys: (PossibleKey | undefined)[] = [undefined];
  /** The same by their tokens. Looking for one in all levels would take quadratic time. */
  readonly #keyOfToken = new Map<number, PossibleKey>();
  #keyAllowed = true;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  peek(): Token {
    while (!this.#done && (this.#queue.length === 0 || this.#firstMayBecomeKey())) this.#scan();
    const [token] = this.#queue;
    return token ?? { type: 'stream-end', place: this.#cursor.place, value: '' };
  }

  next(): Token {
    const token = this.peek();
    this.#queue.shift();
    this.#taken += 1;
    return token;
  }

  get #inFlow(): boolean {
    return this.#keys.length > 1;
  }

  #firstMayBecomeKey(): boolean {
    const key = this.#keyOfToken.get(this.#taken);
    return key !== undefined && this.#isStillPossible(key);
  }

  #isStillPossible(key: PossibleKey): boolean {
    const { line, at } = this.#cursor;
    if (key.place.line === line && key.at + maxKeyLength >= at) return true;
    if (key.required) throw new YamlError('has a line without the : of a key', key.place);
    return false;
  }

  #scan(): void {
    const cursor = this.#cursor;
    this.#skipToToken();
    this.#closeBlocks(cursor.column);
    const mark = cursor.atDocumentMark();
    const first = cursor.peek();
    const beforeGap = isBlankOrEnd(cursor.peek(1));
    if (first === end) this.#endStream();
    else if (first === '%' && cursor.column === 0) this.#scanDirective();
    else if (mark) this.#scanDocumentMark(mark === '---' ? 'document-start' : 'document-end');
    else if (first === '[') this.#openFlow('flow-sequence-start');
    else if (first === '{') this.#openFlow('flow-mapping-start');
    else if (first === ']') this.#closeFlow('flow-sequence-end');
    else if (first === '}') this.#closeFlow('flow-mapping-end');
    else if (first === ',') this.#scanFlowEntry();
    else if (first === '-' && beforeGap) this.#scanBlockEntry();
    else if (first === '?' && (this.#inFlow || beforeGap)) this.#scanKey();
    else if (first === ':' && (this.#inFlow || beforeGap)) this.#scanValue();
    else this.#scanContent(first);
  }

  #scanContent(first: string): void {
    const cursor = this.#cursor;
    if ((first === '|' || first === '>') && !this.#inFlow) {
      this.#forgetKey();
      this.#keyAllowed = true;
      const { place } = cursor;
      this.#add('quoted', place, scanBlockScalar(cursor, this.#indent));
      return;
    }
    this.#noteKey();
    this.#keyAllowed = false;
    const { place } = cursor;
    if (first === '*') this.#add('alias', place, scanName(cursor));
    else if (first === '&') this.#add('anchor', place, scanName(cursor));
    else if (first === '!') this.#add('tag', place, scanTag(cursor));
    else if (first === "'" || first === '"') this.#add('quoted', place, scanQuoted(cursor));
    else if (isBlankOrEnd(first) || '#|>%@`'.includes(first))
      throw new YamlError(`has ${first === '\t' ? 'a tab' : first} where no value can begin`, place);
    else {
      const { text, endsLine } = scanPlain(cursor, { indent: this.#indent + 1, inFlow: this.#inFlow });
      this.#keyAllowed = endsLine;
      this.#add('plain', place, text);
    }
  }

  #skipToToken(): void {
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.column === 0 && cursor.peek() === '\uFEFF') cursor.at += 1;
      // Where a key may begin, a tab would be indentation.
      const tabs = this.#inFlow || !this.#keyAllowed;
      cursor.skipWhile((character) => character === ' ' || (tabs && character === '\t'));
      cursor.skipComment();
      if (!isBreak(cursor.peek())) return;
      cursor.readBreak();
      if (!this.#inFlow) this.#keyAllowed = true;
    }
  }

  #endStream(): void {
    this.#closeBlocks(-1);
    this.#forgetKey();
    this.#done = true;
  }

  #scanDirective(): void {
    this.#closeBlocks(-1);
    this.#forgetKey();
    this.#keyAllowed = false;
    const { place } = this.#cursor;
    const line = this.#cursor.skipWhile((character) => !isBreakOrEnd(character));
    const [directive = ''] = line.split(/[ \t]#/, 1);
    if (!/^%(YAML[ \t]+\d+\.\d+|TAG[ \t]+![\w-]*)/.test(directive))
      throw new YamlError('has a directive that YAML 1.1 does not have', place);
    this.#add('directive', place, directive.trimEnd());
  }

  #scanDocumentMark(type: 'document-start' | 'document-end'): void {
    this.#closeBlocks(-1);
    this.#forgetKey();
    this.#keyAllowed = false;
    this.#addIndicator(type, 3);
  }

  #openFlow(type: 'flow-sequence-start' | 'flow-mapping-start'): void {
    this.#noteKey();
    this.#keys.push(undefined);
    this.#keyAllowed = true;
    this.#addIndicator(type);
  }

  #closeFlow(type: 'flow-sequence-end' | 'flow-mapping-end'): void {
    this.#forgetKey();
    if (this.#inFlow) this.#keys.pop();
    this.#keyAllowed = false;
    this.#addIndicator(type);
  }

  #scanFlowEntry(): void {
    this.#forgetKey();
    this.#keyAllowed = true;
    this.#addIndicator('flow-entry');
  }

  #scanBlockEntry(): void {
    if (!this.#inFlow) this.#openBlockHere('block-sequence-start');
    this.#forgetKey();
    this.#keyAllowed = true;
    this.#addIndicator('block-entry');
  }

  #scanKey(): void {
    if (!this.#inFlow) this.#openBlockHere('block-mapping-start');
    this.#forgetKey();
    this.#keyAllowed = !this.#inFlow;
    this.#addIndicator('key');
  }

  #scanValue(): void {
    const key = this.#keys.at(-1);
    if (key && this.#isStillPossible(key)) {
      const { token, place } = key;
      this.#queue.splice(token - this.#taken, 0, { type: 'key', place, value: '' });
      this.#openBlock('block-mapping-start', place, token - this.#taken);
      this.#setKey(undefined);
      this.#keyAllowed = false;
    } else {
      if (!this.#inFlow) this.#openBlockHere('block-mapping-start');
      this.#keyAllowed = !this.#inFlow;
    }
    this.#addIndicator('value');
  }

  #noteKey(): void {
    if (!this.#keyAllowed) return;
    this.#forgetKey();
    const { at, place, column } = this.#cursor;
    this.#setKey({
      token: this.#taken + this.#queue.length,
      at,
      place,
      required: !this.#inFlow && this.#indent === column,
    });
  }

  #forgetKey(): void {
    const key = this.#keys.at(-1);
    if (key?.required) throw new YamlError('has a line without the : of a key', key.place);
    this.#setKey(undefined);
  }

  /** Of the innermost level. */
  #setKey(key: PossibleKey | undefined): void {
    const last = this.#keys.at(-1);
    if (last) this.#keyOfToken.delete(last.token);
    if (key) this.#keyOfToken.set(key.token, key);
    this.#keys[this.#keys.length - 1] = key;
  }

  #openBlockHere(type: 'block-sequence-start' | 'block-mapping-start'): void {
    const { place } = this.#cursor;
    if (!this.#keyAllowed) throw new YamlError('has a value that begins where none can', place);
    this.#openBlock(type, place, this.#queue.length);
  }

  #openBlock(type: 'block-sequence-start' | 'block-mapping-start', place: Place, position: number): void {
    const column = place.column - 1;
    if (this.#inFlow || this.#indent >= column) return;
    this.#outerIndents.push(this.#indent);
    this.#indent = column;
    this.#queue.splice(position, 0, { type, place, value: '' });
  }

  #closeBlocks(column: number): void {
    if (this.#inFlow) return;
    while (this.#indent > column) {
      this.#add('block-end', this.#cursor.place);
      this.#indent = this.#outerIndents.pop() ?? -1;
    }
  }

  #addIndicator(type: TokenType, length = 1): void {
    const { place } = this.#cursor;
    this.#cursor.skip(length);
    this.#add(type, place);
  }

  #add(type: TokenType, place: Place, value = ''): void {
    this.#queue.push({ type, place, value });
  }
}
