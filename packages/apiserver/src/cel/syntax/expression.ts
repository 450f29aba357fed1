// What the parser makes of a text. Each part knows where it began, for the words of errors.

import type { Value } from '../value.ts';

export type Expression =
  | Literal
  | Identifier
  | Selection
  | Call
  | ListLiteral
  | MapLiteral
  | StructLiteral
  | Comprehension;

interface Part {
  /** Where in the text, in units of JavaScript; -1: nowhere. */
  readonly offset: number;
}

export interface Literal extends Part {
  readonly kind: 'literal';
  readonly value: Value;
}

export interface Identifier extends Part {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface Selection extends Part {
  readonly kind: 'selection';
  readonly operand: Expression;
  readonly field: string;
  /** `has(operand.field)` */
  readonly isTest: boolean;
}

export interface Call extends Part {
  readonly kind: 'call';
  readonly name: string;
  readonly target?: Expression;
  readonly args: readonly Expression[];
}

export interface ListLiteral extends Part {
  readonly kind: 'list';
  readonly items: readonly Expression[];
  /** The places of those that are written `?item`. */
  readonly optional: ReadonlySet<number>;
}

export interface Entry extends Part {
  readonly key: Expression;
  readonly value: Expression;
  readonly isOptional: boolean;
}

export interface MapLiteral extends Part {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface StructField {
  readonly offset: number;
  readonly name: string;
  readonly value: Expression;
  /** `?name: value`: not there where the value is none. */
  readonly isOptional: boolean;
}

export interface StructLiteral extends Part {
  readonly kind: 'struct';
  readonly name: string;
  readonly fields: readonly StructField[];
}

/** What the macros `all`, `exists`, `map`, `filter` become. */
export interface Comprehension extends Part {
  readonly kind: 'comprehension';
  readonly range: Expression;
  readonly variable: string;
  readonly second?: string;
  readonly accumulator: string;
  readonly start: Expression;
  readonly condition: Expression;
  readonly step: Expression;
  readonly result: Expression;
}

export function call(offset: number, name: string, args: readonly Expression[]): Call {
  return { kind: 'call', offset, name, args };
}

/** The parts of an expression, in the order of the text. */
export function partsOf(of: Expression): readonly Expression[] {
  switch (of.kind) {
    case 'selection':
      return [of.operand];
    case 'call':
      return of.target ? [of.target, ...of.args] : of.args;
    case 'list':
      return of.items;
    case 'map':
      return of.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'struct':
      return of.fields.map((field) => field.value);
    case 'comprehension':
      return [of.range, of.start, of.condition, of.step, of.result];
    default:
      return [];
  }
}
