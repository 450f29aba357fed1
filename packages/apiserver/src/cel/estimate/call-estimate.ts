// What a call may cost, by what is known of its arguments before there are any.
// https://kubernetes.io/docs/reference/using-api/cel/#estimated-cost-limits

import type { Expression } from '../syntax/expression.ts';
import { type CelType, isSameType } from '../type.ts';
import { by, capped, type Estimate, endless, exactly, plus, times, unknown } from './size-estimate.ts';

/** A part of an expression, or the items of one. */
export interface Operand {
  readonly type: CelType;
  readonly expression: Expression | undefined;
  /** Computed from the expression alone. */
  readonly size: Estimate | undefined;
  /** By the schema, where the size is not computed. */
  readonly schemaSize: Estimate | undefined;
  readonly items: Operand | undefined;
}

export interface CallTerms {
  readonly name: string;
  readonly overload: string;
  readonly target: Operand | undefined;
  readonly args: readonly Operand[];
}

export interface CallEstimate {
  readonly cost: Estimate;
  /** Of what comes of it. */
  readonly size?: Estimate;
}

const perCharacter = 0.1;
const perPatternCharacter = 0.25;
const one = exactly(1);
const listCost = exactly(10);

function sizeOf(operand: Operand | undefined): Estimate {
  return operand?.size ?? operand?.schemaSize ?? unknown;
}

/** Undefined: it is one of the language. */
export function libraryEstimate(call: CallTerms): CallEstimate | undefined {
  return listEstimate(call) ?? kubernetesEstimate(call);
}

function listEstimate({ overload, target, args }: CallTerms): CallEstimate | undefined {
  if (overload.startsWith('list_sets_')) {
    const factor = overload.includes('equivalent') ? 2 : 1;
    return { cost: plus(by(times(sizeOf(args[0]), sizeOf(args[1])), factor), one) };
  }
  switch (overload) {
    case 'list_slice': {
      const start = intOf(args[0], 0n);
      const end = intOf(args[1], sizeOf(target).most);
      return madeList(1, exactly(BigInt.asUintN(64, end - start)));
    }
    case 'lists_range':
      return madeList(1, exactly(intOf(args[0], endless)));
    case 'list_reverse':
    case 'list_flatten':
      return madeList(1, sizeOf(target));
    case 'list_flatten_int':
      return madeList(Number(intOf(args[0], endless)), sizeOf(target));
    case 'list_distinct':
      return madeList(2, times(sizeOf(target), sizeOf(target)));
    default:
      return sortEstimate(overload, target, args);
  }
}

function sortEstimate(
  overload: string,
  target: Operand | undefined,
  args: readonly Operand[],
): CallEstimate | undefined {
  const isBy = overload.endsWith('_sortByAssociatedKeys');
  if (!isBy && !overload.endsWith('_sort')) return undefined;
  const size = sizeOf(isBy ? args[0] : target);
  return madeList(/^list_(?:string|bytes)_/.test(overload) ? 2.1 : 2, times(size, size));
}

function madeList(factor: number, size: Estimate): CallEstimate {
  return { cost: plus(by(size, factor), one, listCost), size };
}

function intOf(operand: Operand | undefined, otherwise: bigint): bigint {
  const part = operand?.expression;
  if (part?.kind !== 'literal' || typeof part.value !== 'bigint') return otherwise;
  return part.value < 0n ? 0n : part.value;
}

const nominal: ReadonlySet<string> = new Set(
  (
    'serviceAccount path group resource subresource namespace name allowed reason error errored ' +
    'masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast ' +
    'format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch ' +
    'getScheme getHostname getHost getPort getEscapedPath getQuery'
  ).split(' '),
);
const compared: ReadonlySet<string> = new Set('isSorted sum max min indexOf lastIndexOf'.split(' '));
const parsed: ReadonlySet<string> = new Set(
  'cidr isIP isCIDR ip quantity isQuantity semver isSemver'.split(' '),
);
const rewritten: ReadonlySet<string> = new Set('lowerAscii upperAscii substring trim'.split(' '));

function kubernetesEstimate(call: CallTerms): CallEstimate | undefined {
  const { name, overload, target, args } = call;
  if (nominal.has(name) || overload === 'cidr_ip') return { cost: one };
  if (parsed.has(name)) return { cost: by(sizeOf(args[0]), perCharacter) };
  if (target && compared.has(name)) return comparison(target);
  const text = sizeOf(target);
  if (target && rewritten.has(name)) return { cost: by(text, perCharacter), size: text };
  switch (name) {
    case 'url':
      return { cost: by(sizeOf(args[0]), perCharacter), size: sizeOf(args[0]) };
    case 'replace':
      return { cost: by(text, 2 * perCharacter), size: replaced(text, sizeOf(args[0]), sizeOf(args[1])) };
    case 'split': {
      const most = args.length > 1 ? intOrElse(args[1], text.most) : text.most;
      return { cost: by(text, 2 * perCharacter), size: { least: 0n, most } };
    }
    case 'join': {
      const size = joined(target, args[0]);
      return { cost: by(size, perCharacter), size };
    }
    case 'find':
    case 'findAll':
      return { cost: patternCost(text, sizeOf(args[0])), size: { least: 0n, most: text.most } };
    case 'ip.isCanonical':
      return { cost: by(sizeOf(args[0]), 2 * perCharacter) };
    case 'containsIP':
    case 'containsCIDR':
      return { cost: containment(call) };
    case 'validate':
      return { cost: by(by(sizeOf(args[0]), perCharacter), 128 * perPatternCharacter) };
    case '_==_':
      return sameLibraryType(call);
    default:
      return undefined;
  }
}

function intOrElse(operand: Operand | undefined, otherwise: bigint): bigint {
  const part = operand?.expression;
  if (part?.kind !== 'literal' || typeof part.value !== 'bigint') return otherwise;
  return BigInt.asUintN(64, part.value);
}

function comparison(target: Operand): CallEstimate {
  const { items } = target;
  if (!items) return { cost: by(sizeOf(target), perCharacter) };
  const isText = items.type.kind === 'string' || items.type.kind === 'bytes';
  const each = isText ? plus(one, by(sizeOf(items), perCharacter)) : one;
  return { cost: times(sizeOf(target), each) };
}

function replaced(text: Estimate, old: Estimate, by: Estimate): Estimate {
  let [count, kept] = [0n, 0n];
  if (old.least === 0n) [count, kept] = [capped(text.most + 1n), text.most];
  else if (by.most <= old.least) kept = text.most;
  else count = ceilOfRatio(text.most, old.least);
  let [least, leastKept] = [0n, 0n];
  if (old.most === 0n) [least, leastKept] = [capped(text.least + 1n), text.least];
  else if (old.most <= by.least) leastKept = text.least;
  else least = ceilOfRatio(text.least, old.most);
  return plus(times({ least, most: count }, by), { least: leastKept, most: kept });
}

function ceilOfRatio(a: bigint, b: bigint): bigint {
  return capped(BigInt(Math.ceil(Number(a) / Number(b))));
}

function joined(target: Operand | undefined, separator: Operand | undefined): Estimate {
  const list = sizeOf(target);
  const texts = target?.items ? times(list, sizeOf(target.items)) : exactly(0);
  if (!separator) return texts;
  const before = (count: bigint): bigint => (count > 0n ? count - 1n : 0n);
  const separators = { least: before(list.least), most: before(list.most) };
  return plus(texts, times(sizeOf(separator), separators));
}

function patternCost(text: Estimate, pattern: Estimate): Estimate {
  return times(by(plus(text, one), perCharacter), by(pattern, perPatternCharacter));
}

function containment({ name, overload, args }: CallTerms): Estimate {
  const address = { least: 4n, most: 16n };
  const base = by(plus(address, address), perCharacter);
  const text = overload.endsWith('_string') ? by(sizeOf(args[0]), perCharacter) : exactly(0);
  if (name === 'containsIP') return plus(base, text);
  return plus(base, by(address, perCharacter), one, text);
}

const constantlyEqual = /^(?:net\.(?:IP|CIDR)|kubernetes\.(?:Quantity|Semver|authorization\..*))$/;

function sameLibraryType({ args: [left, right] }: CallTerms): CallEstimate | undefined {
  if (!left || !right || !isSameType(left.type, right.type)) return undefined;
  const { name } = left.type;
  if (constantlyEqual.test(name)) return { cost: one };
  if (name === 'kubernetes.NamedFormat') return { cost: by({ least: 1n, most: 64n }, perCharacter) };
  if (name !== 'kubernetes.URL') return undefined;
  const most = right.size ? right.size.most : 1n;
  return { cost: by({ least: 1n, most }, perCharacter) };
}

const ordered = /^(?:(?:less|greater|less_equals|greater_equals)_(?:string|bytes)|equals|not_equals)$/;

/** Of the functions of the language; `size` of an operand is what is computed of it. */
export function languageEstimate({ overload, target, args }: CallTerms): CallEstimate {
  const size = (operand: Operand | undefined): Estimate => operand?.size ?? unknown;
  const [first, second] = [size(args[0]), size(args[1])];
  if (ordered.test(overload)) {
    const most = first.most < second.most ? first.most : second.most;
    return { cost: by({ least: most > 0n ? 1n : 0n, most }, perCharacter) };
  }
  switch (overload) {
    case 'string_format':
      return { cost: by(size(target), perCharacter) };
    case 'string_to_bytes':
      return {
        cost: by(first, perCharacter),
        size: { least: first.least, most: BigInt.asUintN(64, first.most * 4n) },
      };
    case 'bytes_to_string':
      return { cost: by(first, perCharacter), size: { least: first.least / 4n, most: first.most } };
    case 'strings_quote':
      return {
        cost: by(first, perCharacter),
        size: { least: first.least + 2n, most: BigInt.asUintN(64, first.most * 2n + 2n) },
      };
    case 'starts_with_string':
    case 'ends_with_string':
      return { cost: by(first, perCharacter) };
    case 'in_list':
      return { cost: second };
    case 'matches_string':
      return { cost: target ? patternCost(size(target), first) : one };
    case 'contains_string':
      return { cost: times(by(size(target), perCharacter), by(first, perCharacter)) };
    case 'add_list':
      return { cost: one, size: plus(first, second) };
    case 'add_string':
    case 'add_bytes':
      return { cost: by(plus(first, second), perCharacter), size: plus(first, second) };
    default:
      return { cost: one };
  }
}
