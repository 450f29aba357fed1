// Label selectors: build, parse, print and match, as the API server does.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors

import { InvalidRequestError } from '../errors.ts';

/** The operators of a label selector; `In` with one value prints as `=`, `NotIn` with one as `!=`. */
export type LabelOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'GreaterThan' | 'LessThan';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

/** What an object selector says of one key; made by `exists()`, `doesNotExist()`, `notIn()` and so on. */
export type LabelCondition = Omit<LabelRequirement, 'key'>;

/**
 * A selector as a user writes it: text in kubectl's grammar (`app in (web,api),!old`), or an object where a
 * string means equals, an array means one of, and a condition says the rest.
 */
export type LabelSelectorInput =
  | string
  | LabelSelector
  | { readonly [key: string]: string | readonly string[] | LabelCondition };

/** The key is there, whatever its value. */
export const exists = (): LabelCondition => ({ operator: 'Exists', values: [] });
/** The key is not there. */
export const doesNotExist = (): LabelCondition => ({ operator: 'DoesNotExist', values: [] });
/** The key is absent or has none of the values. */
export const notIn = (...values: readonly string[]): LabelCondition => ({ operator: 'NotIn', values });
/** The value is an integer above `bound`. */
export const greaterThan = (bound: number): LabelCondition => ({
  operator: 'GreaterThan',
  values: [`${bound}`],
});
/** The value is an integer below `bound`. */
export const lessThan = (bound: number): LabelCondition => ({ operator: 'LessThan', values: [`${bound}`] });

/** Requirements which must all hold. Empty: everything matches. */
export class LabelSelector {
  readonly requirements: readonly LabelRequirement[];

  /** @throws InvalidRequestError for a key or value that is no label, or a wrong number of values. */
  constructor(requirements: readonly LabelRequirement[]) {
    requirements.forEach(validate);
    this.requirements = requirements;
  }

  /** @throws InvalidRequestError where the text or object is no selector. */
  static of(input: LabelSelectorInput): LabelSelector {
    if (input instanceof LabelSelector) return input;
    if (typeof input === 'string') return LabelSelector.parse(input);
    return new LabelSelector(
      Object.entries<unknown>(input).map(([key, condition]): LabelRequirement => {
        if (typeof condition === 'string') return { key, operator: 'In', values: [condition] };
        if (areStrings(condition)) return { key, operator: 'In', values: condition };
        if (isCondition(condition)) return { key, operator: condition.operator, values: condition.values };
        // An `undefined` that slipped in would otherwise widen the selection, or end in a TypeError.
        throw new InvalidRequestError(
          `label selector: ${JSON.stringify(key)} needs a string, strings or a condition as exists(), not ${typeof condition}`,
        );
      }),
    );
  }

  /** The form that objects carry in `spec.selector`. */
  static fromObject(selector: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly {
      readonly key: string;
      readonly operator: string;
      readonly values?: readonly string[];
    }[];
  }): LabelSelector {
    const labels = Object.entries(selector.matchLabels ?? {});
    const equal = labels.map(([key, value]): LabelRequirement => ({ key, operator: 'In', values: [value] }));
    const expressions = (selector.matchExpressions ?? []).map(
      ({ key, operator, values = [] }): LabelRequirement => {
        if (!isExpressionOperator(operator))
          throw new InvalidRequestError(
            `label selector: ${JSON.stringify(operator)} is no operator; use In, NotIn, Exists or DoesNotExist`,
          );
        return { key, operator, values };
      },
    );
    return new LabelSelector([...equal, ...expressions]);
  }

  /** @throws InvalidRequestError saying where the text stops being a selector. */
  static parse(text: string): LabelSelector {
    return new LabelSelector(new Parser(text).parse());
  }

  matches(labels: Readonly<Record<string, string>>): boolean {
    return this.requirements.every((requirement) => holds(requirement, labels));
  }

  /** The text that `parse` takes, in the requirements' order. */
  toString(): string {
    return this.requirements.map(print).join(',');
  }
}

function isCondition(value: unknown): value is LabelCondition {
  if (typeof value !== 'object' || value === null) return false;
  return 'operator' in value && 'values' in value && areStrings(value.values);
}

function areStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isExpressionOperator(operator: string): operator is 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' {
  return operator === 'In' || operator === 'NotIn' || operator === 'Exists' || operator === 'DoesNotExist';
}

function holds(
  { key, operator, values }: LabelRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'GreaterThan':
      return compareIntegers(value, values[0], (a, b) => a > b);
    case 'LessThan':
      return compareIntegers(value, values[0], (a, b) => a < b);
    default:
      return operator satisfies never;
  }
}

function compareIntegers(
  value: string | undefined,
  bound: string | undefined,
  compare: (a: bigint, b: bigint) => boolean,
): boolean {
  const left = parseInteger(value);
  const right = parseInteger(bound);
  return left !== undefined && right !== undefined && compare(left, right);
}

// What Go's strconv.ParseInt takes: 64 bits with a sign, in decimal.
function parseInteger(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?[0-9]{1,63}$/.test(text)) return undefined;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function print({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`;
    case 'GreaterThan':
      return `${key}>${values[0]}`;
    case 'LessThan':
      return `${key}<${values[0]}`;
    default:
      return operator satisfies never;
  }
}

const labelName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether `key` may be the key of a label: an optional DNS prefix and a name of at most 63 characters. */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = slash === -1 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length > 253 || !dnsSubdomain.test(prefix))) return false;
  return name.length <= 63 && labelName.test(name);
}

/** Whether `value` may be the value of a label: empty, or at most 63 characters of a name. */
export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && labelName.test(value));
}

function validate({ key, operator, values }: LabelRequirement): void {
  const refuse = (why: string): never => {
    throw new InvalidRequestError(`label selector: ${why}`);
  };
  if (!isLabelKey(key))
    refuse(`${JSON.stringify(key)} is no label key (a name of at most 63 letters, digits, -_.)`);
  for (const value of values)
    if (!isLabelValue(value))
      refuse(`${JSON.stringify(value)} is no label value (key ${JSON.stringify(key)})`);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) refuse(`${JSON.stringify(key)} needs at least one value for ${operator}`);
      return;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) refuse(`${JSON.stringify(key)} takes no value for ${operator}`);
      return;
    case 'GreaterThan':
    case 'LessThan':
      if (values.length !== 1 || parseInteger(values[0]) === undefined)
        refuse(`${JSON.stringify(key)} needs one integer of 64 bits for ${operator}`);
      return;
    default:
      refuse(`${JSON.stringify(operator satisfies never)} is no operator`);
  }
}

type Token = { readonly text: string; readonly at: number };

class Parser {
  readonly #text: string;
  readonly #tokens: Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    // Blanks are the server's four and no others of Unicode; those become part of a word, which is then refused.
    const tokens = text.matchAll(/==|!=|[=!<>(),]|[^ \t\r\n=!<>(),]+/g);
    this.#tokens = Array.from(tokens, (match) => ({ text: match[0], at: match.index }));
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    if (this.#tokens.length === 0) return requirements;
    do requirements.push(this.#requirement());
    while (this.#take(','));
    if (this.#peek()) this.#fail("',' or the end");
    return requirements;
  }

  #requirement(): LabelRequirement {
    if (this.#take('!')) return { key: this.#word('a key'), operator: 'DoesNotExist', values: [] };
    const key = this.#word('a key');
    const operator = this.#peek()?.text;
    switch (operator) {
      case undefined:
      case ',':
        return { key, operator: 'Exists', values: [] };
      case '=':
      case '==':
        this.#next += 1;
        return { key, operator: 'In', values: [this.#value()] };
      case '!=':
        this.#next += 1;
        return { key, operator: 'NotIn', values: [this.#value()] };
      case '>':
      case '<':
        this.#next += 1;
        return {
          key,
          operator: operator === '>' ? 'GreaterThan' : 'LessThan',
          values: [this.#word('an integer')],
        };
      case 'in':
      case 'notin':
        this.#next += 1;
        return { key, operator: operator === 'in' ? 'In' : 'NotIn', values: this.#set() };
      default:
        return this.#fail('=, ==, !=, in, notin, <, > or a comma');
    }
  }

  #set(): string[] {
    if (!this.#take('(')) this.#fail("'('");
    const values = [this.#value()];
    while (this.#take(',')) values.push(this.#value());
    if (!this.#take(')')) this.#fail("',' or ')'");
    return [...new Set(values)].sort();
  }

  // A value may be empty: `a=` and `a in (,b)`.
  #value(): string {
    const token = this.#peek();
    if (!token || token.text === ',' || token.text === ')') return '';
    return this.#word('a value');
  }

  #word(expected: string): string {
    const token = this.#peek();
    if (!token || /^[=!<>(),]/.test(token.text)) return this.#fail(expected);
    this.#next += 1;
    return token.text;
  }

  #take(text: string): boolean {
    if (this.#peek()?.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #fail(expected: string): never {
    const token = this.#peek();
    const found = token ? `${JSON.stringify(token.text)} at character ${token.at + 1}` : 'the end';
    throw new InvalidRequestError(
      `label selector ${JSON.stringify(this.#text)}: expected ${expected}, found ${found}`,
    );
  }
}
