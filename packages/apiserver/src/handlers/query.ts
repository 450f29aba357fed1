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

  integer(name: string): number | undefined {
    const text = this.#values.get(name);
    if (text === undefined || text === '') return undefined;
    if (!/^[+-]?\d{1,18}$/.test(text))
      throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  }
}
