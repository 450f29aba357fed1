// Parts of an expression that are made anew, of which there are not too many.

import type { Expression } from './expression.ts';

/** How many parts macros may make anew of what they are called on: one within another doubles them. */
export class Copies {
  #left = 100_000;

  /** False: there are none left. */
  take(): boolean {
    this.#left--;
    return this.#left >= 0;
  }
}

export class TooManyCopies extends Error {}

// The checker keeps what it knows of each part: two places need two parts.
export function copied(of: Expression, copies: Copies): Expression {
  if (!copies.take()) throw new TooManyCopies();
  const inner = (part: Expression): Expression => copied(part, copies);
  switch (of.kind) {
    case 'selection':
      return { ...of, operand: inner(of.operand) };
    case 'call':
      return { ...of, args: of.args.map(inner), ...(of.target && { target: inner(of.target) }) };
    case 'list':
      return { ...of, items: of.items.map(inner) };
    case 'map':
      return {
        ...of,
        entries: of.entries.map((entry) => ({
          ...entry,
          key: inner(entry.key),
          value: inner(entry.value),
        })),
      };
    case 'struct':
      return { ...of, fields: of.fields.map((field) => ({ ...field, value: inner(field.value) })) };
    case 'comprehension':
      return {
        ...of,
        range: inner(of.range),
        start: inner(of.start),
        condition: inner(of.condition),
        step: inner(of.step),
        result: inner(of.result),
      };
    default:
      return { ...of };
  }
}
