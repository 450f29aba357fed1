// Operands: names, calls, values in brackets, and what is selected of them.

import { Copies } from './copies.ts';
import { inArgs, inIndex, starts, visible } from './expected.ts';
import { call, type Expression } from './expression.ts';
import type { Token } from './lexer.ts';
import { type MacroCall, MacroFault } from './macro.ts';
import { expandMacro } from './macros.ts';
import type { Nesting } from './nesting.ts';
import { Stop, type TokenStream } from './token-stream.ts';
import { type Parsing, ValueParser } from './value-parser.ts';

const reserved: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
);

export class OperandParser {
  readonly #tokens: TokenStream;
  readonly #nesting: Nesting;
  readonly #expression: Parsing['expression'];
  readonly #values: ValueParser;
  readonly #copies = new Copies();

  constructor(parsing: Parsing) {
    this.#tokens = parsing.tokens;
    this.#nesting = parsing.nesting;
    this.#expression = parsing.expression;
    this.#values = new ValueParser(parsing);
  }

  member(): Expression {
    this.#nesting.deeper('member');
    let operand = this.#primary();
    while (this.#tokens.is('.') || this.#tokens.is('[')) {
      operand = this.#tokens.is('.') ? this.#selected(operand) : this.#indexed(operand);
    }
    this.#nesting.leave('member');
    return operand;
  }

  #selected(operand: Expression): Expression {
    const dot = this.#tokens.next();
    const isOptional = this.#tokens.take('?') !== undefined;
    const token = this.#tokens.token;
    if (token.kind !== 'IDENTIFIER' && token.kind !== 'ESC_IDENTIFIER') return this.#noField(dot, token);
    this.#tokens.next();
    const open = !isOptional && token.kind === 'IDENTIFIER' ? this.#tokens.take('(') : undefined;
    if (open) {
      const args = this.#args();
      return this.#nesting.higher(
        this.#made({ name: token.text, target: operand, args, offset: open.offset }),
        [operand, ...args],
      );
    }
    if (token.kind === 'ESC_IDENTIFIER') this.#tokens.report(token.offset, "unsupported syntax: '`'");
    if (!isOptional)
      return this.#nesting.higher(
        { kind: 'selection', operand, field: token.text, isTest: false, offset: dot.offset },
        [operand],
      );
    const field: Expression = { kind: 'literal', value: token.text, offset: token.offset };
    return this.#nesting.higher(call(dot.offset, '_?._', [operand, field]), [operand]);
  }

  #noField(dot: Token, token: Token): never {
    if (this.#tokens.peek(-1)?.text === '?') {
      this.#tokens.complain(
        token,
        `mismatched input '${visible(token.text)}' expecting {IDENTIFIER, ESC_IDENTIFIER}`,
      );
      this.#tokens.issues.push({ offset: token.offset, message: 'unsupported ident kind' });
      throw new Stop();
    }
    if (token.kind === 'end') return this.#tokens.syntax(token, "no viable alternative at input '.'");
    const word = token.text;
    if (word === 'true' || word === 'false' || word === 'null')
      return this.#tokens.syntax(token, `mismatched input '${word}' expecting IDENTIFIER`);
    if (word === 'in' && this.#tokens.peek(1)?.kind === 'end') {
      this.#tokens.complain(token, `no viable alternative at input '${dot.text}${visible(word)}'`);
      this.#tokens.skip(1);
      return this.#tokens.mismatch(starts);
    }
    return this.#tokens.syntax(token, `no viable alternative at input '${dot.text}${visible(word)}'`);
  }

  #indexed(operand: Expression): Expression {
    const open = this.#tokens.next();
    const isOptional = this.#tokens.take('?') !== undefined;
    const index = this.#within([']'], isOptional ? starts : inIndex);
    this.#tokens.need(']');
    return this.#nesting.higher(call(open.offset, isOptional ? '_[?_]' : '_[_]', [operand, index]), [
      operand,
      index,
    ]);
  }

  #args(): Expression[] {
    if (this.#tokens.take(')')) return [];
    const args = [this.#within([')', ','], inArgs)];
    while (this.#tokens.take(',')) args.push(this.#within([')', ',']));
    this.#tokens.need(')');
    return args;
  }

  called(name: string, offset: number, args: readonly Expression[]): Expression {
    return this.#made({ name, target: undefined, args, offset });
  }

  #made({ name, target, args, offset }: MacroCall): Expression {
    const made = expandMacro({ name, target, args, offset }, this.#copies);
    if (made instanceof MacroFault) return this.#tokens.report(made.at.offset, made.message);
    if (made) return made;
    return target ? { ...call(offset, name, args), target } : call(offset, name, args);
  }

  #primary(): Expression {
    const token = this.#tokens.token;
    if (token.kind === 'IDENTIFIER' || this.#tokens.is('.')) return this.#named();
    if (this.#tokens.take('(')) {
      const inner = this.#within([')']);
      this.#tokens.need(')');
      return inner;
    }
    if (this.#tokens.is('[')) return this.#values.list();
    if (this.#tokens.is('{')) return this.#values.map();
    return this.#values.literal();
  }

  #named(): Expression {
    const dot = this.#tokens.take('.');
    const token = this.#tokens.token;
    if (token.kind !== 'IDENTIFIER') return this.#noField(dot ?? token, token);
    const prefix = dot ? '.' : '';
    const start = dot?.offset ?? token.offset;
    const struct = this.#structName();
    if (struct !== undefined) return this.#values.struct(prefix + struct);
    this.#tokens.next();
    const name = prefix + token.text;
    const open = this.#tokens.take('(');
    const args = open ? this.#args() : [];
    if (reserved.has(token.text)) return this.#tokens.report(start, `reserved identifier: ${token.text}`);
    if (open) return this.#nesting.higher(this.called(name, open.offset, args), args, 0);
    return { kind: 'identifier', name, offset: token.offset };
  }

  // `a.b.C{`
  #structName(): string | undefined {
    let distance = 0;
    let name = this.#tokens.token.text;
    while (
      this.#tokens.peek(distance + 1)?.text === '.' &&
      this.#tokens.peek(distance + 2)?.kind === 'IDENTIFIER'
    ) {
      name += `.${this.#tokens.peek(distance + 2)?.text ?? ''}`;
      distance += 2;
    }
    const brace = this.#tokens.peek(distance + 1);
    if (brace?.kind !== 'sign' || brace.text !== '{') return undefined;
    this.#tokens.skip(distance + 1);
    return name;
  }

  #within(closers: readonly string[], expected?: string): Expression {
    return this.#tokens.within(closers, () => this.#expression(expected));
  }
}
