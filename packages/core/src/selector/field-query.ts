// Field selectors: build, parse, print and match. The server decides which fields a kind supports.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/

import { InvalidRequestError } from '../errors.ts';

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** Text (`status.phase=Running,metadata.name!=x`), or an object where a string means equals. */
export type FieldSelectorInput =
  | string
  | FieldQuery
  | { readonly [field: string]: string | { readonly not: string } };

/**
 * All requirements must hold. Without any, everything matches.
 *
 * @example FieldQuery.of({ 'status.phase': { not: 'Running' } }).toString(); // 'status.phase!=Running'
 */
export class FieldQuery {
  readonly requirements: readonly FieldRequirement[];
  // By field, of which there are few however many requirements there are.
  readonly #wanted: ReadonlyMap<string, { readonly only: Set<string>; readonly not: Set<string> }>;

  /** @throws InvalidRequestError for an empty field name. */
  constructor(requirements: readonly FieldRequirement[]) {
    for (const { field } of requirements)
      if (!/^[^\s=!,\\]+$/.test(field))
        throw new InvalidRequestError(
          `field selector: ${JSON.stringify(field)} is no field path, as metadata.name`,
        );
    this.requirements = requirements;
    const wanted = new Map<string, { only: Set<string>; not: Set<string> }>();
    for (const { field, operator, value } of requirements) {
      const of = wanted.get(field) ?? { only: new Set(), not: new Set() };
      of[operator === '=' ? 'only' : 'not'].add(value);
      wanted.set(field, of);
    }
    this.#wanted = wanted;
  }

  /** @throws InvalidRequestError if the text or object is no selector. */
  static of(input: FieldSelectorInput): FieldQuery {
    if (input instanceof FieldQuery) return input;
    if (typeof input === 'string') return FieldQuery.parse(input);
    return new FieldQuery(
      Object.entries<unknown>(input).map(([field, value]): FieldRequirement => {
        if (typeof value === 'string') return { field, operator: '=', value };
        if (isNegation(value)) return { field, operator: '!=', value: value.not };
        // `undefined` would widen the selection or cause a TypeError.
        throw new InvalidRequestError(
          `field selector: ${JSON.stringify(field)} needs a string or { not: string }, not ${typeof value}`,
        );
      }),
    );
  }

  /** @throws InvalidRequestError, which quotes the invalid term. */
  static parse(text: string): FieldQuery {
    // What stands between commas that no backslash escapes.
    const terms = text.match(/(?:\\.?|[^\\,])+/gs) ?? [];
    return new FieldQuery(
      terms.map((term) => {
        const match = /^([^=!\\]*)(==|=|!=)(.*)$/s.exec(term);
        if (!match)
          throw new InvalidRequestError(
            `field selector ${JSON.stringify(text)}: ${JSON.stringify(term)} is not of the form field=value or field!=value`,
          );
        const [, field = '', operator, value = ''] = match;
        return {
          field: field.trim(),
          operator: operator === '!=' ? '!=' : '=',
          value: unescape(value, text),
        };
      }),
    );
  }

  /** `fields`: the value of each supported field. A missing one counts as empty, as on the server. */
  matches(fields: Readonly<Record<string, string>>): boolean {
    for (const [field, { only, not }] of this.#wanted) {
      const value = (Object.hasOwn(fields, field) ? fields[field] : '') ?? '';
      if (not.has(value) || (only.size > 0 && (only.size > 1 || !only.has(value)))) return false;
    }
    return true;
  }

  /** The text that `parse` takes. */
  toString(): string {
    return this.requirements
      .map(({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, '\\$&')}`)
      .join(',');
  }
}

function isNegation(value: unknown): value is { readonly not: string } {
  return typeof value === 'object' && value !== null && 'not' in value && typeof value.not === 'string';
}

function unescape(value: string, text: string): string {
  const refuse = (what: string): never => {
    throw new InvalidRequestError(
      `field selector ${JSON.stringify(text)}: ${what} must be escaped by a backslash`,
    );
  };
  return value.replace(/\\(.?)|[=,]/gs, (all: string, escaped: string | undefined) => {
    if (escaped === undefined) return refuse(`${JSON.stringify(all)} in a value`);
    return /^[\\,=]$/.test(escaped) ? escaped : refuse('a backslash in a value');
  });
}
