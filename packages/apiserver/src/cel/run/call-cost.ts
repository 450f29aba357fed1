// What a call costs when it is made.
// https://kubernetes.io/docs/reference/using-api/cel/#runtime-cost-budget

import type { Steps } from '../../schema/steps.ts';
import { ListValue, MapValue, Opaque, Optional, sizeOf, type Value } from '../value.ts';
import { FormatValue } from './functions/named-format.ts';

export interface MadeCall {
  readonly name: string;
  /** Empty: it was one of several. */
  readonly overload: string;
  readonly args: readonly Value[];
  readonly result: Value;
}

const perCharacter = 0.1;
const perPatternCharacter = 0.25;
const listCost = 10;

/** `steps`: what a cost takes to be found that depends on all that a value holds. */
export function callCost(call: MadeCall, steps: Steps): number {
  return byOverload(call) ?? ofLibrary(call, steps) ?? ofLanguage(call);
}

function at({ args }: MadeCall, index: number): Value {
  return args[index] ?? null;
}

function size(value: Value): number {
  if (value instanceof Optional && value.value !== undefined) return size(value.value);
  return sizeOf(value) ?? 1;
}

// Libraries of Kubernetes do not look into optionals.
function plainSize(value: Value): number {
  return sizeOf(value) ?? 1;
}

function byOverload(call: MadeCall): number | undefined {
  const { overload } = call;
  if (overload.startsWith('list_sets_')) {
    const factor = overload.includes('equivalent') ? 2 : 1;
    return 1 + Math.floor(plainSize(at(call, 0)) * plainSize(at(call, 1)) * factor);
  }
  if (overload === 'lists_range') return madeList(1, Math.max(0, count(at(call, 0))));
  if (overload === 'list_slice' || overload === 'list_reverse') return madeList(1, plainSize(call.result));
  if (overload === 'list_flatten') return madeList(1, plainSize(at(call, 0)));
  if (overload === 'list_flatten_int') return madeList(count(at(call, 1)), plainSize(at(call, 0)));
  if (overload === 'list_distinct' || overload.endsWith('_sort')) return comparedList(at(call, 0));
  return overload.endsWith('_sortByAssociatedKeys') ? comparedList(at(call, 1)) : undefined;
}

// Of what is no number at all, one: such a call fails.
function count(value: Value): number {
  return typeof value === 'bigint' ? Number(value) : 1;
}

function madeList(factor: number, size: number): number {
  const cost = Math.floor(size * factor) + 1 + listCost;
  // Go has no numbers below zero here: such a one is more than any limit.
  return cost < 0 ? 2 ** 64 : cost;
}

function comparedList(list: Value): number {
  const count = plainSize(list);
  const first = list instanceof ListValue && count > 0 ? list.at(0) : null;
  const isText = typeof first === 'string' || first instanceof Uint8Array;
  return madeList(isText ? 2 + perCharacter : 2, count * count);
}

function traversed(count: number, times = 1): number {
  return Math.ceil(count * times * perCharacter);
}

const accessors: ReadonlySet<string> = new Set(
  (
    'serviceAccount path group resource subresource namespace name allowed reason error errored ' +
    'masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast ' +
    'format.named sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch ' +
    'getScheme getHostname getHost getPort getEscapedPath getQuery'
  ).split(' '),
);
const wholeList: ReadonlySet<string> = new Set('isSorted sum max min indexOf lastIndexOf'.split(' '));
const wholeText: ReadonlySet<string> = new Set(
  'jsonpatch.escapeKey url lowerAscii upperAscii substring trim cidr isIP isCIDR quantity isQuantity semver isSemver'.split(
    ' ',
  ),
);

function ofLibrary(call: MadeCall, steps: Steps): number | undefined {
  const { name } = call;
  if (accessors.has(name)) return 1;
  if (wholeList.has(name)) return traversal(at(call, 0), steps);
  if (wholeText.has(name)) return traversed(plainSize(at(call, 0)));
  switch (name) {
    case 'check':
      return authorizationCost;
    case 'fieldSelector':
    case 'labelSelector':
      return selectorCost(plainSize(at(call, 1)));
    case 'ip':
      return call.overload === 'cidr_ip' ? 1 : traversed(plainSize(at(call, 0)));
    case 'replace':
    case 'split':
    case 'ip.isCanonical':
      return traversed(plainSize(at(call, 0)), 2);
    case 'join':
      return traversed(plainSize(call.result), 2);
    case 'find':
    case 'findAll':
      return patternCost(plainSize(at(call, 0)), plainSize(at(call, 1)));
    case 'containsIP':
    case 'containsCIDR':
      return containment(call);
    case 'validate': {
      const format = at(call, 0);
      if (!(format instanceof FormatValue)) return undefined;
      return patternCost(plainSize(at(call, 1)), format.patternSize);
    }
    case '_==_':
      return at(call, 0) instanceof Opaque ? 1 : undefined;
    default:
      return undefined;
  }
}

/** Of two checks, a third one is too much. */
const authorizationCost = 350_000;
const requirementCost = 50;

function selectorCost(length: number): number {
  return listCost + traversed(length) + Math.ceil(length * 0.5) * requirementCost;
}

function patternCost(text: number, pattern: number): number {
  return Math.ceil((1 + text) * perCharacter) * Math.ceil(pattern * perPatternCharacter);
}

function containment(call: MadeCall): number {
  const [range, other] = [plainSize(at(call, 0)), plainSize(at(call, 1))];
  const compared = Math.ceil((range + range) * perCharacter);
  const parsed = call.overload.endsWith('_string') ? Math.ceil(other * perCharacter) : 0;
  if (call.name === 'containsIP') return compared + parsed;
  return compared + Math.ceil(range * perCharacter) + 1 + parsed;
}

// All that a value holds.
function traversal(value: Value, steps: Steps): number {
  steps.spend(20);
  if (typeof value === 'string') steps.spend(value.length * perCharacter);
  if (typeof value === 'string') return Math.floor(Buffer.byteLength(value) * perCharacter);
  if (value instanceof Uint8Array) return Math.floor(value.length * perCharacter);
  let cost = 0;
  if (value instanceof ListValue) {
    for (const one of value) cost += traversal(one, steps);
    return cost;
  }
  if (!(value instanceof MapValue)) return 1;
  for (const key of value.keys()) cost += traversal(key, steps) + traversal(value.find(key) ?? null, steps);
  return cost;
}

const wholeFirst: ReadonlySet<string> = new Set(
  'starts_with_string ends_with_string string_to_bytes bytes_to_string strings_quote string_format'.split(
    ' ',
  ),
);
const comparedTexts = /^(?:(?:less|greater|less_equals|greater_equals)_(?:string|bytes)|equals|not_equals)$/;

function ofLanguage(call: MadeCall): number {
  const { overload } = call;
  if (wholeFirst.has(overload)) return traversed(size(at(call, 0)));
  if (overload === 'in_list') return size(at(call, 1));
  if (comparedTexts.test(overload)) return traversed(Math.min(size(at(call, 0)), size(at(call, 1))));
  switch (overload) {
    case 'add_string':
    case 'add_bytes':
      return traversed(size(at(call, 0)) + size(at(call, 1)));
    case 'matches_string':
      return patternCost(size(at(call, 0)), size(at(call, 1)));
    case 'contains_string':
      return traversed(size(at(call, 0))) * traversed(size(at(call, 1)));
    default:
      return 1;
  }
}
