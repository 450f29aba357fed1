// Query parameters as the server reads them: the last mistake wins, unknown ones do not matter.

import type { QueryParameter } from '@kube-rx/core';
import { badRequest } from '../status-error.ts';

export class Query {
  readonly #parameters: readonly QueryParameter[];
  readonly #values: ReadonlyMap<string, string>;

  constructor(parameters: readonly QueryParameter[]) {
    this.#parameters = parameters;
    // Go's url.Values.Get takes the first.
    this.#values = new Map(parameters.toReversed());
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string {
    return this.#values.get(name) ?? '';
  }

  /** Every value, in order. */
  all(name: string): readonly string[] {
    return this.#parameters.filter(([own]) => own === name).map(([, value]) => value);
  }

  flag(name: string): boolean | undefined {
    const text = this.#values.get(name);
    // A parameter without a value counts as set.
    if (text === undefined) return undefined;
    const lower = text.toLowerCase();
    return !(lower === 'false' || lower === '0');
  }

  /** As Go's strconv.ParseInt: a value that is empty is no number. @throws StatusError */
  integer(name: string): number | undefined {
    const text = this.#values.get(name);
    if (text === undefined) return undefined;
    const isNumber = /^[+-]?\d+$/.test(text);
    if (isNumber && isInt64(text)) return Number(text);
    const why = isNumber ? 'value out of range' : 'invalid syntax';
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`);
  }
}

const most = 2n ** 63n;

function isInt64(text: string): boolean {
  const digits = text.replace(/^[+-]?0*/, '');
  // Of more digits than 2^63 has, no value need be made.
  if (digits.length > 19) return false;
  const value = BigInt(digits || '0');
  return text.startsWith('-') ? value <= most : value < most;
}
