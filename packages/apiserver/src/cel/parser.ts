// From tokens to expressions. The grammar is that of cel-go, whose limits hold as well.

import { call, type Entry, type Expression } from './expression.ts';
import type { Issue } from './issue.ts';
import { type Token, tokensOf } from './lexer.ts';
import { Copies, expandMacro, type MacroCall, MacroFault } from './macros.ts';
import { unescapeBytes, unescapeString } from './unescape.ts';
import { characters, Uint, type Value } from './value.ts';

export interface Parsed {
  readonly expression: Expression;
  readonly issues: readonly Issue[];
}

const deepest = 250;
const longest = 100_000;

export function parse(text: string): Parsed {
  const size = characters(text);
  if (size > longest) {
    const message = `expression code point size exceeds limit: size: ${size}, limit ${longest}`;
    return { expression: nothing, issues: [{ offset: -1, message }] };
  }
  const parser = new Parser(text);
  return { expression: parser.whole(), issues: parser.issues };
}

const nothing: Expression = { kind: 'literal', value: null, offset: -1 };

const reserved: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
);

class Stop extends Error {}

const starts = expectedStarts();

// What an expression may begin with, and what else may stand there, in the order of the grammar.
function expectedStarts(...others: readonly string[]): string {
  const order = "'[' ']' '{' '}' '(' ')' '.' ',' '-' '!' '?' 'true' 'false' 'null'".split(' ');
  const names = ['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'];
  const plain = "'[' '{' '(' '.' '-' '!' 'true' 'false' 'null'".split(' ');
  return `{${[...order.filter((one) => plain.includes(one) || others.includes(one)), ...names].join(', ')}}`;
}

const startSigns: ReadonlySet<string> = new Set(['[', '{', '(', '.', '-', '!', 'true', 'false', 'null']);
const inArgs = expectedStarts("')'");
const inIndex = expectedStarts("'?'");
const inList = expectedStarts("']'", "','", "'?'");
const inMap = expectedStarts("'}'", "','", "'?'");

function isStart({ kind, text }: Token): boolean {
  return kind === 'sign' ? startSigns.has(text) : kind !== 'end' && kind !== 'ESC_IDENTIFIER';
}

const relations: ReadonlyMap<string, string> = new Map([
  ['<', '_<_'],
  ['<=', '_<=_'],
  ['>=', '_>=_'],
  ['>', '_>_'],
  ['==', '_==_'],
  ['!=', '_!=_'],
  ['in', '@in'],
]);
const sums: ReadonlyMap<string, string> = new Map([
  ['+', '_+_'],
  ['-', '_-_'],
]);
const products: ReadonlyMap<string, string> = new Map([
  ['*', '_*_'],
  ['/', '_/_'],
  ['%', '_%_'],
]);

type Rule = 'expression' | 'relation' | 'sum' | 'member';

class Parser {
  readonly issues: Issue[] = [];
  readonly #tokens: readonly Token[];
  /** How deep operators, selections and calls of members are within each other. */
  readonly #heights = new Map<Expression, number>();
  readonly #depths: Record<Rule, number> = { expression: 0, relation: 0, sum: 0, member: 0 };
  /** What may close or separate, of each bracket that is open. */
  readonly #open: string[][] = [];
  readonly #copies = new Copies();
  #at = 0;

  constructor(text: string) {
    const { tokens, broken } = tokensOf(text);
    this.#tokens = tokens;
    for (const { offset, text: part } of broken)
      this.issues.push({ offset, message: `Syntax error: token recognition error at: '${part}'` });
  }

  whole(): Expression {
    try {
      const expression = this.#expression();
      if (this.#token.kind !== 'end') this.#unexpectedEnd();
      return expression;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return nothing;
    }
  }

  get #token(): Token {
    return (
      this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] ?? { kind: 'end', text: '<EOF>', offset: 0 }
    );
  }

  #is(text: string): boolean {
    return this.#token.kind === 'sign' && this.#token.text === text;
  }

  #take(text: string): Token | undefined {
    if (!this.#is(text)) return undefined;
    return this.#next();
  }

  #next(): Token {
    const token = this.#token;
    this.#at++;
    return token;
  }

  // As the grammar of cel-go mends a text: by leaving one token out, or by adding the one that is missing.
  #need(text: string, expected = `'${text}'`): void {
    if (this.#take(text)) return;
    const token = this.#token;
    const next = this.#tokens[this.#at + 1];
    if (next?.kind === 'sign' && next.text === text) {
      this.#complain(token, `extraneous input '${visible(token.text)}' expecting ${expected}`);
      this.#at += 2;
      return;
    }
    const isMissing = text === ':' ? isStart(token) : this.#mayEnd(token);
    if (!isMissing || expected !== `'${text}'`) this.#mismatch(expected);
    this.#complain(token, `missing '${text}' at '${visible(token.text)}'`);
  }

  // Whether the token may follow what is closed, by what is still open around it.
  #mayEnd({ kind, text }: Token): boolean {
    const around = this.#open.at(-1);
    if (kind === 'end') return around === undefined;
    if (kind !== 'sign') return false;
    return operators.has(text) || (around !== undefined && around.includes(text));
  }

  #mismatch(expected: string): never {
    return this.#syntax(this.#token, `mismatched input '${visible(this.#token.text)}' expecting ${expected}`);
  }

  #complain({ offset }: Token, message: string): void {
    this.issues.push({ offset, message: `Syntax error: ${message}` });
  }

  #syntax(token: Token, message: string): never {
    this.#complain(token, message);
    throw new Stop();
  }

  #unexpectedEnd(): never {
    const { text } = this.#token;
    const next = this.#tokens[this.#at + 1];
    if (next?.kind === 'end')
      this.#syntax(this.#token, `extraneous input '${visible(text)}' expecting <EOF>`);
    return this.#mismatch('<EOF>');
  }

  #report(offset: number, message: string): Expression {
    this.issues.push({ offset, message });
    return { kind: 'literal', value: null, offset };
  }

  #deeper(rule: Rule): void {
    this.#depths[rule]++;
    if (this.#depths[rule] <= deepest) return;
    this.issues.push({ offset: -1, message: `expression recursion limit exceeded: ${deepest}` });
    throw new Stop();
  }

  #within(closers: readonly string[], expected?: string): Expression {
    this.#open.push([...closers]);
    const inner = this.#expression(expected);
    this.#open.pop();
    return inner;
  }

  // cel-go counts what it visits beneath what it visits.
  #higher(made: Expression, parts: readonly Expression[], more = 1): Expression {
    const height = more + Math.max(0, ...parts.map((one) => this.#heights.get(one) ?? 0));
    this.#heights.set(made, height);
    if (height <= deepest) return made;
    this.issues.push({ offset: -1, message: 'max recursion depth exceeded' });
    throw new Stop();
  }

  #expression(expected = starts): Expression {
    this.#deeper('expression');
    this.#start(expected);
    const condition = this.#logic('||', '_||_');
    const question = this.#take('?');
    let result = condition;
    if (question) {
      this.#start(starts);
      const yes = this.#logic('||', '_||_');
      this.#need(':');
      const no = this.#expression();
      const parts = [condition, yes, no];
      result = this.#higher(this.#called('_?_:_', question.offset, parts), parts);
    }
    this.#depths.expression--;
    return result;
  }

  // One token before an expression may be too many.
  #start(expected: string): void {
    const token = this.#token;
    const next = this.#tokens[this.#at + 1];
    if (isStart(token)) return;
    if (token.kind === 'end' || !next || !isStart(next)) return this.#nothing(token, expected);
    this.#complain(token, `extraneous input '${visible(token.text)}' expecting ${expected}`);
    this.#at++;
  }

  // What follows is told as well, where it is the end.
  #nothing(token: Token, expected: string): never {
    const isLast = this.#tokens[this.#at + 1]?.kind === 'end';
    if (!isLast || !operators.has(token.text)) return this.#mismatch(expected);
    this.#complain(token, `mismatched input '${visible(token.text)}' expecting ${expected}`);
    this.#at++;
    return this.#mismatch(starts);
  }

  #logic(sign: '||' | '&&', name: string): Expression {
    const part = (): Expression => (sign === '||' ? this.#logic('&&', '_&&_') : this.#relation());
    const terms = [part()];
    const offsets: number[] = [];
    for (let token = this.#take(sign); token; token = this.#take(sign)) {
      offsets.push(token.offset);
      this.#start(starts);
      terms.push(part());
    }
    if (offsets.length === 0) return terms[0] ?? nothing;
    return this.#higher(balanced({ name, terms, offsets }, 0, offsets.length - 1), terms, 0);
  }

  #relation(): Expression {
    this.#deeper('relation');
    let left = this.#sum();
    for (let name = this.#sign(relations); name !== undefined; name = this.#sign(relations)) {
      const { offset } = this.#next();
      // The right side is a rule of its own in the grammar, one deeper.
      this.#deeper('relation');
      this.#start(starts);
      const right = this.#sum();
      this.#depths.relation--;
      left = this.#higher(this.#called(name, offset, [left, right]), [left, right]);
    }
    this.#depths.relation--;
    return left;
  }

  #sign(of: ReadonlyMap<string, string>): string | undefined {
    return this.#token.kind === 'sign' ? of.get(this.#token.text) : undefined;
  }

  #sum(): Expression {
    this.#deeper('sum');
    let left = this.#product();
    for (let name = this.#sign(sums); name !== undefined; name = this.#sign(sums)) {
      const { offset } = this.#next();
      this.#deeper('sum');
      this.#start(starts);
      const right = this.#product();
      this.#depths.sum--;
      left = this.#higher(this.#called(name, offset, [left, right]), [left, right]);
    }
    this.#depths.sum--;
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let name = this.#sign(products); name !== undefined; name = this.#sign(products)) {
      const { offset } = this.#next();
      this.#start(starts);
      const right = this.#unary();
      left = this.#higher(this.#called(name, offset, [left, right]), [left, right]);
    }
    return left;
  }

  #unary(): Expression {
    const not = this.#repeated('!');
    if (not) {
      if (this.#token.kind === 'end')
        return this.#syntax(this.#token, `extraneous input '<EOF>' expecting ${starts}`);
      const operand = this.#member();
      return not.count % 2 === 0
        ? operand
        : this.#higher(this.#called('!_', not.offset, [operand]), [operand], 0);
    }
    // A single minus before a number belongs to the number.
    const next = this.#tokens[this.#at + 1]?.kind;
    if (this.#is('-') && (next === 'NUM_INT' || next === 'NUM_FLOAT')) return this.#member();
    const minus = this.#repeated('-');
    if (!minus) return this.#member();
    if (!isStart(this.#token) || this.#is('!')) return this.#noOperand('-', this.#token);
    const operand = this.#member();
    return minus.count % 2 === 0
      ? operand
      : this.#higher(this.#called('-_', minus.offset, [operand]), [operand], 0);
  }

  #noOperand(sign: string, token: Token): never {
    const text = token.kind === 'end' ? '' : visible(token.text);
    if (sign !== '') {
      this.#complain(token, `no viable alternative at input '${sign}${text}'`);
      if (token.kind !== 'end') throw new Stop();
    }
    return this.#mismatch(starts);
  }

  #repeated(sign: string): { readonly offset: number; readonly count: number } | undefined {
    const first = this.#take(sign);
    if (!first) return undefined;
    let count = 1;
    while (this.#take(sign)) count++;
    return { offset: first.offset, count };
  }

  #member(): Expression {
    this.#deeper('member');
    let operand = this.#primary();
    while (this.#is('.') || this.#is('[')) {
      operand = this.#is('.') ? this.#selected(operand) : this.#indexed(operand);
    }
    this.#depths.member--;
    return operand;
  }

  #selected(operand: Expression): Expression {
    const dot = this.#next();
    const isOptional = this.#take('?') !== undefined;
    const token = this.#token;
    if (token.kind !== 'IDENTIFIER' && token.kind !== 'ESC_IDENTIFIER') return this.#noField(dot, token);
    this.#next();
    const open = !isOptional && token.kind === 'IDENTIFIER' ? this.#take('(') : undefined;
    if (open) {
      const args = this.#args();
      return this.#higher(this.#made({ name: token.text, target: operand, args, offset: open.offset }), [
        operand,
        ...args,
      ]);
    }
    if (token.kind === 'ESC_IDENTIFIER') this.#report(token.offset, "unsupported syntax: '`'");
    if (!isOptional)
      return this.#higher(
        { kind: 'selection', operand, field: token.text, isTest: false, offset: dot.offset },
        [operand],
      );
    const field: Expression = { kind: 'literal', value: token.text, offset: token.offset };
    return this.#higher(call(dot.offset, '_?._', [operand, field]), [operand]);
  }

  #noField(dot: Token, token: Token): never {
    if (this.#tokens[this.#at - 1]?.text === '?') {
      this.#complain(
        token,
        `mismatched input '${visible(token.text)}' expecting {IDENTIFIER, ESC_IDENTIFIER}`,
      );
      this.issues.push({ offset: token.offset, message: 'unsupported ident kind' });
      throw new Stop();
    }
    if (token.kind === 'end') return this.#syntax(token, "no viable alternative at input '.'");
    const word = token.text;
    if (word === 'true' || word === 'false' || word === 'null')
      return this.#syntax(token, `mismatched input '${word}' expecting IDENTIFIER`);
    if (word === 'in' && this.#tokens[this.#at + 1]?.kind === 'end') {
      this.#complain(token, `no viable alternative at input '${dot.text}${visible(word)}'`);
      this.#at++;
      return this.#mismatch(starts);
    }
    return this.#syntax(token, `no viable alternative at input '${dot.text}${visible(word)}'`);
  }

  #indexed(operand: Expression): Expression {
    const open = this.#next();
    const isOptional = this.#take('?') !== undefined;
    const index = this.#within([']'], isOptional ? starts : inIndex);
    this.#need(']');
    return this.#higher(call(open.offset, isOptional ? '_[?_]' : '_[_]', [operand, index]), [operand, index]);
  }

  #args(): Expression[] {
    if (this.#take(')')) return [];
    const args = [this.#within([')', ','], inArgs)];
    while (this.#take(',')) args.push(this.#within([')', ',']));
    this.#need(')');
    return args;
  }

  #called(name: string, offset: number, args: readonly Expression[]): Expression {
    return this.#made({ name, target: undefined, args, offset });
  }

  #made({ name, target, args, offset }: MacroCall): Expression {
    const made = expandMacro({ name, target, args, offset }, this.#copies);
    if (made instanceof MacroFault) return this.#report(made.at.offset, made.message);
    if (made) return made;
    return target ? { ...call(offset, name, args), target } : call(offset, name, args);
  }

  #primary(): Expression {
    const token = this.#token;
    if (token.kind === 'IDENTIFIER' || this.#is('.')) return this.#named();
    if (this.#take('(')) {
      const inner = this.#within([')']);
      this.#need(')');
      return inner;
    }
    if (this.#is('[')) return this.#list();
    if (this.#is('{')) return this.#map();
    return this.#literal();
  }

  #named(): Expression {
    const dot = this.#take('.');
    const token = this.#token;
    if (token.kind !== 'IDENTIFIER') return this.#noField(dot ?? token, token);
    const prefix = dot ? '.' : '';
    const start = dot?.offset ?? token.offset;
    const struct = this.#structName();
    if (struct !== undefined) return this.#struct(prefix + struct);
    this.#next();
    const name = prefix + token.text;
    const open = this.#take('(');
    const args = open ? this.#args() : [];
    if (reserved.has(token.text)) return this.#report(start, `reserved identifier: ${token.text}`);
    if (open) return this.#higher(this.#called(name, open.offset, args), args, 0);
    return { kind: 'identifier', name, offset: token.offset };
  }

  // `a.b.C{`
  #structName(): string | undefined {
    let at = this.#at;
    let name = this.#tokens[at]?.text ?? '';
    while (this.#tokens[at + 1]?.text === '.' && this.#tokens[at + 2]?.kind === 'IDENTIFIER') {
      name += `.${this.#tokens[at + 2]?.text ?? ''}`;
      at += 2;
    }
    const brace = this.#tokens[at + 1];
    if (brace?.kind !== 'sign' || brace.text !== '{') return undefined;
    this.#at = at + 1;
    return name;
  }

  #struct(name: string): Expression {
    const open = this.#next();
    const fields: { offset: number; name: string; value: Expression }[] = [];
    let isMore = !this.#is('}');
    while (isMore) {
      this.#take('?');
      const field = this.#token;
      if (field.kind !== 'IDENTIFIER') this.#mismatch("{'}', ',', '?', IDENTIFIER, ESC_IDENTIFIER}");
      this.#next();
      const { offset } = this.#token;
      this.#need(':');
      fields.push({ offset, name: field.text, value: this.#within(['}', ',']) });
      isMore = this.#separated('}');
    }
    this.#need('}', this.#isAfterComma || fields.length === 0 ? "'}'" : "{'}', ','}");
    return { kind: 'struct', name, fields, offset: open.offset };
  }

  #list(): Expression {
    const { offset } = this.#next();
    const items: Expression[] = [];
    const optional = new Set<number>();
    const isEmpty = this.#is(']') || this.#is(',');
    let isMore = !isEmpty;
    for (let expected = inList; isMore; expected = starts) {
      if (this.#take('?')) optional.add(items.length);
      items.push(this.#within([']', ','], expected));
      isMore = this.#separated(']');
    }
    if (isEmpty) this.#take(',');
    this.#need(']', isEmpty || this.#isAfterComma ? "']'" : "{']', ','}");
    return this.#higher({ kind: 'list', items, optional, offset }, items, 0);
  }

  get #isAfterComma(): boolean {
    return this.#tokens[this.#at - 1]?.text === ',';
  }

  // Whether another item comes behind a comma.
  #separated(closer: string): boolean {
    const next = this.#tokens[this.#at + 1];
    const closesNext = next?.kind === 'sign' && (next.text === closer || next.text === ',');
    if (!this.#is(',') && !this.#is(closer) && closesNext) {
      const { text } = this.#token;
      this.#complain(this.#token, `extraneous input '${visible(text)}' expecting {'${closer}', ','}`);
      this.#at++;
    }
    if (!this.#take(',')) return false;
    return isStart(this.#token) || this.#is('?');
  }

  #map(): Expression {
    const { offset } = this.#next();
    const entries: Entry[] = [];
    const isEmpty = this.#is('}') || this.#is(',');
    let isMore = !isEmpty;
    for (let expected = inMap; isMore; expected = starts) {
      const isOptional = this.#take('?') !== undefined;
      const key = this.#within([':'], expected);
      const colon = this.#token;
      this.#need(':');
      entries.push({ key, value: this.#within(['}', ',']), isOptional, offset: colon.offset });
      isMore = this.#separated('}');
    }
    if (isEmpty) this.#take(',');
    this.#need('}', isEmpty || this.#isAfterComma ? "'}'" : "{'}', ','}");
    return this.#higher(
      { kind: 'map', entries, offset },
      entries.flatMap(({ key, value }) => [key, value]),
      0,
    );
  }

  #literal(): Expression {
    const { offset } = this.#token;
    const minus = this.#take('-') ? '-' : '';
    const token = this.#token;
    const value = literalValue(token, minus);
    if (value === undefined) return this.#noOperand(minus, token);
    this.#next();
    if (typeof value === 'object' && value !== null && 'fault' in value)
      return this.#report(offset, value.fault);
    return { kind: 'literal', value, offset };
  }
}

const operators: ReadonlySet<string> = new Set([
  '==',
  '!=',
  'in',
  '<',
  '<=',
  '>=',
  '>',
  '&&',
  '||',
  '[',
  '.',
  '-',
  '?',
  '+',
  '*',
  '/',
  '%',
]);

interface Terms {
  readonly name: string;
  readonly terms: readonly Expression[];
  readonly offsets: readonly number[];
}

// As a tree of little depth, however many terms there are.
function balanced(all: Terms, low: number, high: number): Expression {
  const middle = (low + high + 1) >> 1;
  const left = middle === low ? all.terms[middle] : balanced(all, low, middle - 1);
  const right = middle === high ? all.terms[middle + 1] : balanced(all, middle + 1, high);
  return call(all.offsets[middle] ?? 0, all.name, [left ?? nothing, right ?? nothing]);
}

const largestInt = 2n ** 63n - 1n;
const largestUint = 2n ** 64n - 1n;

// Undefined: it is no literal.
function literalValue(token: Token, minus: string): Value | { readonly fault: string } | undefined {
  const { kind, text } = token;
  if (kind === 'NUM_INT') {
    const value = minus ? -BigInt(text) : BigInt(text);
    return value > largestInt || value < -largestInt - 1n ? { fault: 'invalid int literal' } : value;
  }
  if (kind === 'NUM_FLOAT') {
    const value = Number(minus + text);
    return Number.isFinite(value) ? value : { fault: 'invalid double literal' };
  }
  if (minus) return undefined;
  if (kind === 'NUM_UINT') {
    const value = BigInt(text.slice(0, -1));
    return value > largestUint ? { fault: 'invalid uint literal' } : new Uint(value);
  }
  if (kind === 'STRING') return unescapeString(text) ?? { fault: 'invalid unicode code point' };
  if (kind === 'BYTES') return unescapeBytes(text.slice(1)) ?? { fault: 'unable to unescape string' };
  if (kind !== 'sign') return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  return text === 'null' ? null : undefined;
}

function visible(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}
