// https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library

import { libraryType } from '../../check/signatures.ts';
import type { CelType } from '../../type.ts';
import { CelError, Opaque, type Value } from '../../value.ts';
import { arg, type Implementation, type Implementations, textArg } from './implementation.ts';
import { compareQuantities } from './quantity.ts';

const type = libraryType('kubernetes.Semver');

class SemverValue extends Opaque {
  readonly type: CelType = type;
  /** Major, minor, patch. */
  readonly numbers: readonly bigint[];
  readonly before: readonly string[];

  constructor(numbers: readonly bigint[], before: readonly string[]) {
    super();
    this.numbers = numbers;
    this.before = before;
  }

  override get weight(): number {
    return this.before.reduce((weight, one) => weight + one.length, 1);
  }

  equals(other: Value): boolean {
    return other instanceof SemverValue && compare(this, other) === 0n;
  }
}

const largest = 2n ** 64n - 1n;

function parse(text: string): SemverValue | CelError {
  if (text === '') return new CelError('Version string empty');
  const parts = text.split('.');
  if (parts.length < 3) return new CelError('No Major.Minor.Patch elements found');
  const [major = '', minor = ''] = parts;
  const rest = parts.slice(2).join('.');
  const [, patch = '', before, build] = /^([^-+]*)(?:-([^+]*))?(?:\+(.*))?$/s.exec(rest) ?? [];
  const numbers: bigint[] = [];
  for (const [name, part] of Object.entries({ Major: major, Minor: minor, Patch: patch })) {
    const fault = numberFault(name, part);
    if (fault !== undefined) return new CelError(fault);
    numbers.push(BigInt(part));
  }
  const identifiers = before?.split('.') ?? [];
  for (const one of identifiers) {
    const fault = identifierFault(one);
    if (fault !== undefined) return new CelError(fault);
  }
  for (const one of build?.split('.') ?? []) {
    if (one === '') return new CelError('Build meta data is empty');
    if (!/^[0-9A-Za-z-]+$/.test(one))
      return new CelError(`Invalid character(s) found in build meta data ${JSON.stringify(one)}`);
  }
  return new SemverValue(numbers, identifiers);
}

function numberFault(name: string, text: string): string | undefined {
  if (!/^\d+$/.test(text) && (text !== '' || name !== ''))
    return text === ''
      ? `strconv.ParseUint: parsing "": invalid syntax`
      : `Invalid character(s) found in ${name.toLowerCase()} number ${JSON.stringify(text)}`;
  if (text.length > 1 && text.startsWith('0'))
    return `${name} number must not contain leading zeroes ${JSON.stringify(text)}`;
  return text.length > 20 || BigInt(text) > largest
    ? `strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`
    : undefined;
}

function identifierFault(text: string): string | undefined {
  if (text === '') return 'Prerelease is empty';
  if (/^0\d+$/.test(text))
    return `Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(text)}`;
  return /^[0-9A-Za-z-]+$/.test(text)
    ? undefined
    : `Invalid character(s) found in prerelease ${JSON.stringify(text)}`;
}

// `v1.01` becomes `1.1.0`.
function parseLax(text: string): SemverValue | CelError {
  const short = text.startsWith('v') ? text.slice(1) : text;
  const [major = '', minor, ...patch] = short.split('.');
  const parts = [
    major,
    ...(minor === undefined ? [] : [minor]),
    ...(patch.length > 0 ? [patch.join('.')] : []),
  ];
  const trimmed = parts.map((part) =>
    part.length > 1 ? part.replace(/^0+(?=\d)/, '').replace(/^0+(?!\d)/, '0') : part,
  );
  if (trimmed.length < 3 && /[+-]/.test(trimmed.at(-1) ?? ''))
    return new CelError('short version cannot contain PreRelease/Build meta data');
  while (trimmed.length < 3) trimmed.push('0');
  return parse(trimmed.join('.'));
}

function compare(a: SemverValue, b: SemverValue): bigint {
  for (const [index, one] of a.numbers.entries()) {
    const other = b.numbers[index] ?? 0n;
    if (one !== other) return one < other ? -1n : 1n;
  }
  if (a.before.length === 0 || b.before.length === 0)
    return BigInt(Math.sign(b.before.length - a.before.length));
  for (const [index, one] of a.before.entries()) {
    const other = b.before[index];
    if (other === undefined) return 1n;
    const order = compareIdentifiers(one, other);
    if (order !== 0n) return order;
  }
  return a.before.length < b.before.length ? -1n : 0n;
}

function compareIdentifiers(a: string, b: string): bigint {
  const [isNumber, isOther] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber !== isOther) return isNumber ? -1n : 1n;
  if (isNumber) return BigInt(a) < BigInt(b) ? -1n : BigInt(a) > BigInt(b) ? 1n : 0n;
  return a < b ? -1n : a > b ? 1n : 0n;
}

function read(args: readonly Value[]): SemverValue | CelError {
  return args[1] === true ? parseLax(textArg(args, 0)) : parse(textArg(args, 0));
}

function number(index: number): Implementation {
  return (args) => {
    const version = arg(args, 0);
    return version instanceof SemverValue ? (version.numbers[index] ?? 0n) : new CelError('no such overload');
  };
}

// Of versions or of quantities.
function comparing(answer: (order: bigint) => Value): Implementation {
  return (args) => {
    const [a, b] = [arg(args, 0), arg(args, 1)];
    const order =
      a instanceof SemverValue && b instanceof SemverValue ? compare(a, b) : compareQuantities(args);
    return order === undefined ? new CelError('no such overload') : answer(order);
  };
}

export const semverFunctions: Implementations = {
  semver: read,
  isSemver: (args) => read(args) instanceof SemverValue,
  major: number(0),
  minor: number(1),
  patch: number(2),
  isGreaterThan: comparing((order) => order > 0n),
  isLessThan: comparing((order) => order < 0n),
  compareTo: comparing((order) => order),
};
