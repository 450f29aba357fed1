// JSON text to values and back without rounding whole numbers. Almost no text holds one beyond 2^53, so the engine's own
// functions do the work, and a search for a long run of digits tells when they must not.

import { InvalidRequestError } from '../errors.ts';
import { exactInteger, exactIntegers } from '../values/exact-integer.ts';
import { hasLongNumber } from './long-number.ts';

/** What stands for a whole number beyond 2^53 whose digits are not known. */
export type InexactIntegers = 'refuse' | 'print as float';

// From here on, JavaScript and Go print a number with an exponent: it is a float to whoever reads it.
const leastFloat = 1e21;

/**
 * As JSON.parse; `exactInteger` then tells the digits of whole numbers beyond 2^53.
 *
 * @example exactInteger(parseExactJson('{"n":9007199254740993}') as object, 'n'); // 9007199254740993n
 */
export function parseExactJson(text: string): unknown {
  if (!hasLongNumber(text)) return JSON.parse(text);
  try {
    return exactJson.parse(text, keepDigits);
  } catch (error) {
    // Nested thousands deep, this exhausts the stack. It can be read, but not be written.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

/**
 * As JSON.parse, with every whole number beyond 2^53 that fits 64 bits, the sign among them, as a bigint. The others
 * are floats to a Kubernetes server.
 *
 * @example parseWithBigInts('[1, 9007199254740993]'); // [1, 9007199254740993n]
 */
export function parseWithBigInts(text: string): unknown {
  return hasLongNumber(text) ? exactJson.parse(text, toBigInt) : JSON.parse(text);
}

/**
 * As JSON.stringify, with all digits of whole numbers: of bigints, and of numbers where `exactInteger` has them.
 *
 * @throws InvalidRequestError that names a whole number beyond 2^53 without them, unless `inexact` says otherwise.
 * @example printExactJson({ n: 9007199254740993n }); // '{"n":9007199254740993}'
 */
export function printExactJson(
  value: object,
  { indent, inexact = 'refuse' }: { readonly indent?: number; readonly inexact?: InexactIntegers } = {},
): string {
  const text = printWithoutBigInts(value, indent);
  if (text !== undefined && !hasLongNumber(text)) return text;
  return JSON.stringify(
    value,
    function (this: object, key: string, member: unknown): unknown {
      if (typeof member === 'bigint') return exactJson.rawJSON(String(member));
      if (!isLong(member)) return member;
      const exact = exactInteger(this, key);
      if (exact !== undefined) return exactJson.rawJSON(String(exact));
      if (inexact === 'print as float') return exactJson.rawJSON(member.toExponential());
      throw new InvalidRequestError(
        `${pathTo(value, this, key)} is a whole number beyond 2^53 whose last digits are not known: a copy has lost ` +
          'them, or it was computed as a number. Give it as a bigint; exactInteger(object, key) has the one that was ' +
          'read. A copy made by { ...object } keeps it, those by structuredClone and of arrays do not.',
      );
    },
    indent,
  );
}

/**
 * As JSON.stringify, of bigints too.
 *
 * @example printWithBigInts([1, 9007199254740993n]); // '[1,9007199254740993]'
 */
export function printWithBigInts(value: unknown, indent?: number): string {
  return printWithoutBigInts(value, indent) ?? JSON.stringify(value, rawBigInt, indent);
}

function rawBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? exactJson.rawJSON(String(value)) : value;
}

/** Undefined where there is a bigint, or what has no JSON for another reason. */
function printWithoutBigInts(value: unknown, indent: number | undefined): string | undefined {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isLong(value: unknown): value is number {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value as number) < leastFloat;
}

/** The path of a member for people, as `spec.ports[0]`. */
function pathTo(root: object, holder: object, key: string): string {
  const seen = new Set<object>();
  function find(at: object, path: string): string | undefined {
    if (at === holder) return step(at, path, key);
    seen.add(at);
    for (const [name, member] of Object.entries(at) as [string, unknown][]) {
      if (typeof member !== 'object' || member === null || seen.has(member)) continue;
      const found = find(member, step(at, path, name));
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return find(root, '') ?? key;
}

function step(container: object, path: string, key: string): string {
  if (Array.isArray(container)) return `${path}[${key}]`;
  if (!/^\w+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function keepDigits(this: Holder, ...[key, value, { source }]: Revived): unknown {
  const exact = digitsOf(value, source);
  if (exact === undefined) return value;
  const digits = this[exactIntegers] ?? new Map<string, bigint>();
  this[exactIntegers] = digits.set(key, exact);
  return value;
}

function toBigInt(...[, value, { source }]: Revived): unknown {
  const exact = digitsOf(value, source);
  return exact !== undefined && BigInt.asIntN(64, exact) === exact ? exact : value;
}

function digitsOf(value: unknown, source: string | undefined): bigint | undefined {
  return isLong(value) && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : undefined;
}

interface Holder {
  [exactIntegers]?: Map<string, bigint>;
}

/** `source`: the text of a number, string or word. */
type Revived = [key: string, value: unknown, context: { readonly source?: string }];

// Every supported platform has these, but the compiler does not know them yet.
// https://tc39.es/proposal-json-parse-with-source/
const exactJson = JSON as unknown as {
  parse(text: string, reviver: (this: Holder, ...revived: Revived) => unknown): unknown;
  rawJSON(text: string): object;
};
