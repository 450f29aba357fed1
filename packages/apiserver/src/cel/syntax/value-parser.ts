// Values that are written out: literals, lists, maps and messages.

import { inList, inMap, starts } from './expected.ts';
import type { Entry, Expression, StructField } from './expression.ts';
import { literalValue } from './literal.ts';
import type { Nesting } from './nesting.ts';
import type { TokenStream } from './token-stream.ts';

/** What the parsers of parts of an expression share. `expression` parses a whole one. */
export interface Parsing {
  readonly tokens: TokenStream;
  readonly nesting: Nesting;
  readonly expression: (expected?: string) => Expression;
}

export class ValueParser {
  readonly #tokens: TokenStream;
  readonly #nesting: Nesting;
  readonly #expression: Parsing['expression'];

  constructor({ tokens, nesting, expression }: Parsing) {
    this.#tokens = tokens;
    this.#nesting = nesting;
    this.#expression = expression;
  }

  struct(name: string): Expression {
    const open = this.#tokens.next();
    const fields: StructField[] = [];
    let isMore = !this.#tokens.is('}');
    while (isMore) {
      const isOptional = this.#tokens.take('?') !== undefined;
      const field = this.#tokens.token;
      if (field.kind !== 'IDENTIFIER') this.#tokens.mismatch("{'}', ',', '?', IDENTIFIER, ESC_IDENTIFIER}");
      this.#tokens.next();
      const { offset } = this.#tokens.token;
      this.#tokens.need(':');
      fields.push({ offset, name: field.text, value: this.#within(['}', ',']), isOptional });
      isMore = this.#tokens.separated('}');
    }
    this.#tokens.need('}', this.#tokens.isAfterComma || fields.length === 0 ? "'}'" : "{'}', ','}");
    return { kind: 'struct', name, fields, offset: open.offset };
  }

  list(): Expression {
    const { offset } = this.#tokens.next();
    const items: Expression[] = [];
    const optional = new Set<number>();
    const isEmpty = this.#tokens.is(']') || this.#tokens.is(',');
    let isMore = !isEmpty;
    for (let expected = inList; isMore; expected = starts) {
      if (this.#tokens.take('?')) optional.add(items.length);
      items.push(this.#within([']', ','], expected));
      isMore = this.#tokens.separated(']');
    }
    if (isEmpty) this.#tokens.take(',');
    this.#tokens.need(']', isEmpty || this.#tokens.isAfterComma ? "']'" : "{']', ','}");
    return this.#nesting.higher({ kind: 'list', items, optional, offset }, items, 0);
  }

  map(): Expression {
    const { offset } = this.#tokens.next();
    const entries: Entry[] = [];
    const isEmpty = this.#tokens.is('}') || this.#tokens.is(',');
    let isMore = !isEmpty;
    for (let expected = inMap; isMore; expected = starts) {
      const isOptional = this.#tokens.take('?') !== undefined;
      const key = this.#within([':'], expected);
      const colon = this.#tokens.token;
      this.#tokens.need(':');
      entries.push({ key, value: this.#within(['}', ',']), isOptional, offset: colon.offset });
      isMore = this.#tokens.separated('}');
    }
    if (isEmpty) this.#tokens.take(',');
    this.#tokens.need('}', isEmpty || this.#tokens.isAfterComma ? "'}'" : "{'}', ','}");
    return this.#nesting.higher(
      { kind: 'map', entries, offset },
      entries.flatMap(({ key, value }) => [key, value]),
      0,
    );
  }

  literal(): Expression {
    const { offset } = this.#tokens.token;
    const minus = this.#tokens.take('-') ? '-' : '';
    const token = this.#tokens.token;
    const value = literalValue(token, minus);
    if (value === undefined) return this.#tokens.noOperand(minus, token);
    this.#tokens.next();
    if (typeof value === 'object' && value !== null && 'fault' in value)
      return this.#tokens.report(offset, value.fault);
    return { kind: 'literal', value, offset };
  }

  #within(closers: readonly string[], expected?: string): Expression {
    return this.#tokens.within(closers, () => this.#expression(expected));
  }
}
