// Label selectors: build, parse, print and match, as the API server does.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors

import { InvalidRequestError } from '../errors.ts';
import { labelMatcher } from './label-matcher.ts';
import { LabelParser } from './label-parser.ts';
import { type LabelRequirement, printRequirement, validateRequirement } from './label-requirement.ts';

const expressionOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** The condition of one key; made by `exists()`, `doesNotExist()`, `notIn()` and so on. */
export type LabelCondition = Omit<LabelRequirement, 'key'>;

/**
 * Text in kubectl's grammar (`app in (web,api),!old`), or an object where a string means equals, an array means one of,
 * and `exists()` and the like say the rest.
 */
export type LabelSelectorInput =
  | string
  | LabelQuery
  | { readonly [key: string]: string | readonly string[] | LabelCondition };

/** @example LabelQuery.of({ app: exists() }).toString(); // 'app' */
export const exists = (): LabelCondition => ({ operator: 'Exists', values: [] });

/** @example LabelQuery.of({ old: doesNotExist() }).toString(); // '!old' */
export const doesNotExist = (): LabelCondition => ({ operator: 'DoesNotExist', values: [] });

/**
 * The key is absent or has none of the values.
 *
 * @example LabelQuery.of({ tier: notIn('db', 'cache') }).toString(); // 'tier notin (db,cache)'
 */
export const notIn = (...values: readonly string[]): LabelCondition => ({ operator: 'NotIn', values });

/**
 * The value is an integer above `bound`; `lessThan`: below.
 *
 * @example LabelQuery.of({ weight: greaterThan(5) }).toString(); // 'weight>5'
 */
export const greaterThan = (bound: number): LabelCondition => ({
  operator: 'GreaterThan',
  values: [`${bound}`],
});

/** @example LabelQuery.of({ weight: lessThan(5) }).toString(); // 'weight<5' */
export const lessThan = (bound: number): LabelCondition => ({ operator: 'LessThan', values: [`${bound}`] });

/**
 * All requirements must hold. Without any, everything matches.
 *
 * @example LabelQuery.parse('app in (web,api),!old').matches({ app: 'web' }); // true
 */
export class LabelQuery {
  readonly requirements: readonly LabelRequirement[];
  readonly #matches: (labels: Readonly<Record<string, string>>) => boolean;

  /** @throws InvalidRequestError for a key or value that is no label, or a wrong number of values. */
  constructor(requirements: readonly LabelRequirement[]) {
    requirements.forEach(validateRequirement);
    this.requirements = requirements;
    this.#matches = labelMatcher(requirements);
  }

  /** @throws InvalidRequestError if the text or object is no selector. */
  static of(input: LabelSelectorInput): LabelQuery {
    if (input instanceof LabelQuery) return input;
    if (typeof input === 'string') return LabelQuery.parse(input);
    return new LabelQuery(
      Object.entries<unknown>(input).map(([key, condition]): LabelRequirement => {
        if (typeof condition === 'string') return { key, operator: 'In', values: [condition] };
        if (areStrings(condition)) return { key, operator: 'In', values: condition };
        if (isCondition(condition)) return { key, operator: condition.operator, values: condition.values };
        // `undefined` would widen the selection or cause a TypeError.
        throw new InvalidRequestError(
          `label selector: ${JSON.stringify(key)} needs a string, strings or a condition as exists(), not ${typeof condition}`,
        );
      }),
    );
  }

  /**
   * From the form in `spec.selector`. An empty one matches everything. An object that has none selects nothing: callers
   * must handle that.
   */
  static fromObject(selector: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly {
      readonly key: string;
      readonly operator: string;
      readonly values?: readonly string[];
    }[];
  }): LabelQuery {
    const labels = Object.entries(selector.matchLabels ?? {});
    const equal = labels.map(([key, value]): LabelRequirement => ({ key, operator: 'In', values: [value] }));
    const expressions = (selector.matchExpressions ?? []).map(
      ({ key, operator, values = [] }): LabelRequirement => {
        const known = expressionOperators.find((each) => each === operator);
        if (!known)
          throw new InvalidRequestError(
            `label selector: ${JSON.stringify(operator)} is no operator; use In, NotIn, Exists or DoesNotExist`,
          );
        return { key, operator: known, values };
      },
    );
    return new LabelQuery([...equal, ...expressions]);
  }

  /** @throws InvalidRequestError with the position of the error. */
  static parse(text: string): LabelQuery {
    return new LabelQuery(new LabelParser(text).parse());
  }

  matches(labels: Readonly<Record<string, string>>): boolean {
    return this.#matches(labels);
  }

  /** The text that `parse` takes, in the requirements' order. */
  toString(): string {
    return this.requirements.map(printRequirement).join(',');
  }
}

function isCondition(value: unknown): value is LabelCondition {
  if (typeof value !== 'object' || value === null) return false;
  return 'operator' in value && 'values' in value && areStrings(value.values);
}

function areStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
