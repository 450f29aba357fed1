// One requirement of a label selector: matched, printed and validated.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors

import { InvalidRequestError } from '../errors.ts';

/** The operators of a label selector; `In` with one value prints as `=`, `NotIn` with one as `!=`. */
export type LabelOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'GreaterThan' | 'LessThan';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

export function holds(
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
      return isBelow(values[0], value);
    case 'LessThan':
      return isBelow(value, values[0]);
    default:
      return operator satisfies never;
  }
}

/** False where one of them is no integer. */
function isBelow(one: string | undefined, other: string | undefined): boolean {
  const low = parseInteger(one);
  const high = parseInteger(other);
  return low !== undefined && high !== undefined && low < high;
}

// As Go's strconv.ParseInt: 64 bits with a sign, in decimal.
function parseInteger(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?[0-9]{1,63}$/.test(text)) return undefined;
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The text that the parser takes. */
export function printRequirement({ key, operator, values }: LabelRequirement): string {
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

/**
 * Whether `key` may be the key of a label: an optional DNS prefix and a name of at most 63 characters.
 *
 * @example isLabelKey('example.com/app'); // true
 */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = slash === -1 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length > 253 || !dnsSubdomain.test(prefix))) return false;
  return name.length <= 63 && labelName.test(name);
}

/**
 * Whether `value` may be the value of a label: empty, or at most 63 characters of a name.
 *
 * @example isLabelValue('two words'); // false
 */
export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && labelName.test(value));
}

/** @throws InvalidRequestError for a key or value that is no label, or a wrong number of values. */
export function validateRequirement({ key, operator, values }: LabelRequirement): void {
  const refuse = (why: string): never => {
    throw new InvalidRequestError(`label selector: ${why}`);
  };
  const quoted = JSON.stringify(key);
  if (!isLabelKey(key)) refuse(`${quoted} is no label key (a name of at most 63 letters, digits, -_.)`);
  for (const value of values)
    if (!isLabelValue(value)) refuse(`${JSON.stringify(value)} is no label value (key ${quoted})`);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) refuse(`${quoted} needs at least one value for ${operator}`);
      return;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) refuse(`${quoted} takes no value for ${operator}`);
      return;
    case 'GreaterThan':
    case 'LessThan':
      if (values.length !== 1 || parseInteger(values[0]) === undefined)
        refuse(`${quoted} needs one integer of 64 bits for ${operator}`);
      return;
    default:
      refuse(`${JSON.stringify(operator satisfies never)} is no operator`);
  }
}
