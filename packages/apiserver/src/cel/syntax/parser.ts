// From tokens to expressions: operators, by their precedence. The grammar is that of cel-go, whose limits hold as well.

import { characters } from '../value.ts';
import { isStart, starts } from './expected.ts';
import { call, type Expression } from './expression.ts';
import type { Issue } from './issue.ts';
import { Nesting } from './nesting.ts';
import { OperandParser } from './operand-parser.ts';
import { Stop, TokenStream } from './token-stream.ts';

export interface Parsed {
  readonly expression: Expression;
  readonly issues: readonly Issue[];
}

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

class Parser {
  readonly #tokens: TokenStream;
  readonly #nesting: Nesting;
  readonly #operands: OperandParser;

  constructor(text: string) {
    this.#tokens = new TokenStream(text);
    this.#nesting = new Nesting(this.#tokens.issues);
    this.#operands = new OperandParser({
      tokens: this.#tokens,
      nesting: this.#nesting,
      expression: (expected) => this.#expression(expected),
    });
  }

  get issues(): readonly Issue[] {
    return this.#tokens.issues;
  }

  whole(): Expression {
    try {
      const expression = this.#expression();
      if (this.#tokens.token.kind !== 'end') this.#tokens.unexpectedEnd();
      return expression;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return nothing;
    }
  }

  #expression(expected = starts): Expression {
    this.#nesting.deeper('expression');
    this.#tokens.start(expected);
    const condition = this.#logic('||', '_||_');
    const question = this.#tokens.take('?');
    let result = condition;
    if (question) {
      this.#tokens.start(starts);
      const yes = this.#logic('||', '_||_');
      this.#tokens.need(':');
      const no = this.#expression();
      const parts = [condition, yes, no];
      result = this.#nesting.higher(this.#operands.called('_?_:_', question.offset, parts), parts);
    }
    this.#nesting.leave('expression');
    return result;
  }

  #logic(sign: '||' | '&&', name: string): Expression {
    const part = (): Expression => (sign === '||' ? this.#logic('&&', '_&&_') : this.#relation());
    const terms = [part()];
    const offsets: number[] = [];
    for (let token = this.#tokens.take(sign); token; token = this.#tokens.take(sign)) {
      offsets.push(token.offset);
      this.#tokens.start(starts);
      terms.push(part());
    }
    if (offsets.length === 0) return terms[0] ?? nothing;
    return this.#nesting.higher(balanced({ name, terms, offsets }, 0, offsets.length - 1), terms, 0);
  }

  #relation(): Expression {
    this.#nesting.deeper('relation');
    let left = this.#sum();
    for (let name = this.#sign(relations); name !== undefined; name = this.#sign(relations)) {
      const { offset } = this.#tokens.next();
      // The right side is a rule of its own in the grammar, one deeper.
      this.#nesting.deeper('relation');
      this.#tokens.start(starts);
      const right = this.#sum();
      this.#nesting.leave('relation');
      left = this.#nesting.higher(this.#operands.called(name, offset, [left, right]), [left, right]);
    }
    this.#nesting.leave('relation');
    return left;
  }

  #sign(of: ReadonlyMap<string, string>): string | undefined {
    return this.#tokens.token.kind === 'sign' ? of.get(this.#tokens.token.text) : undefined;
  }

  #sum(): Expression {
    this.#nesting.deeper('sum');
    let left = this.#product();
    for (let name = this.#sign(sums); name !== undefined; name = this.#sign(sums)) {
      const { offset } = this.#tokens.next();
      this.#nesting.deeper('sum');
      this.#tokens.start(starts);
      const right = this.#product();
      this.#nesting.leave('sum');
      left = this.#nesting.higher(this.#operands.called(name, offset, [left, right]), [left, right]);
    }
    this.#nesting.leave('sum');
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let name = this.#sign(products); name !== undefined; name = this.#sign(products)) {
      const { offset } = this.#tokens.next();
      this.#tokens.start(starts);
      const right = this.#unary();
      left = this.#nesting.higher(this.#operands.called(name, offset, [left, right]), [left, right]);
    }
    return left;
  }

  #unary(): Expression {
    const not = this.#repeated('!');
    if (not) {
      if (this.#tokens.token.kind === 'end')
        return this.#tokens.syntax(this.#tokens.token, `extraneous input '<EOF>' expecting ${starts}`);
      const operand = this.#operands.member();
      return not.count % 2 === 0
        ? operand
        : this.#nesting.higher(this.#operands.called('!_', not.offset, [operand]), [operand], 0);
    }
    // A single minus before a number belongs to the number.
    const next = this.#tokens.peek(1)?.kind;
    if (this.#tokens.is('-') && (next === 'NUM_INT' || next === 'NUM_FLOAT')) return this.#operands.member();
    const minus = this.#repeated('-');
    if (!minus) return this.#operands.member();
    if (!isStart(this.#tokens.token) || this.#tokens.is('!'))
      return this.#tokens.noOperand('-', this.#tokens.token);
    const operand = this.#operands.member();
    return minus.count % 2 === 0
      ? operand
      : this.#nesting.higher(this.#operands.called('-_', minus.offset, [operand]), [operand], 0);
  }

  #repeated(sign: string): { readonly offset: number; readonly count: number } | undefined {
    const first = this.#tokens.take(sign);
    if (!first) return undefined;
    let count = 1;
    while (this.#tokens.take(sign)) count++;
    return { offset: first.offset, count };
  }
}

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
