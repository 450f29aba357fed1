// The table of functions, and which of them a call means.

import { bool, type CelType, dyn, listOf, mapOf, named, optionalOf } from './cel-type.ts';
import { functionSignatures } from './function-signatures.ts';
import { type Bindings, isNull, join, matches, substitute } from './match-type.ts';

interface Overload {
  readonly parameters: readonly CelType[];
  readonly result: CelType;
}

/** What is called. The receiver of a method is its first argument. */
export interface Call {
  readonly name: string;
  readonly method: boolean;
  readonly given: readonly CelType[];
}

/** Undefined where no overload takes these arguments. */
export function resultOf(call: Call): CelType | undefined {
  if (comparisons.has(call.name)) return comparison(call);
  const found = (table.get(keyOf(call)) ?? []).flatMap(({ parameters, result }) => {
    const bindings: Bindings = new Map();
    const fits = parameters.every((wanted, index) => matches(wanted, call.given[index] ?? dyn, bindings));
    return fits ? [substitute(result, bindings)] : [];
  });
  if (found.length === 0) return undefined;
  return found.reduce((one, other) => join(one, other) ?? dyn);
}

/** Whether there is any such function, with whatever arguments. */
export function isKnown(name: string, method: boolean): boolean {
  const beginning = `${method ? '.' : ''}${name}/`;
  return [...table.keys()].some((key) => key.startsWith(beginning));
}

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const numbers: ReadonlySet<string> = new Set(['int', 'uint', 'double']);
const ordered: ReadonlySet<string> = new Set([
  ...numbers,
  'bool',
  'string',
  'bytes',
  'timestamp',
  'duration',
]);

// Numbers of different types are in an order, but never equal.
function comparison({ name, given: [left = dyn, right = dyn] }: Call): CelType | undefined {
  if (name === '==' || name === '!=') return matches(left, right, new Map()) ? bool : undefined;
  if (!isOrdered(left) || !isOrdered(right)) return undefined;
  const isNumeric = [left, right].every((one) => one.kind !== 'named' || numbers.has(one.name));
  return isNumeric || (matches(left, right, new Map()) && !isNull(left)) ? bool : undefined;
}

function isOrdered(type: CelType): boolean {
  return (
    type.kind === 'dyn' || type.kind === 'parameter' || (type.kind === 'named' && ordered.has(type.name))
  );
}

/** By name and number of arguments; that of a method counts its receiver. */
const table: ReadonlyMap<string, readonly Overload[]> = readTable();

function keyOf({ name, method, given }: Call): string {
  return `${method ? '.' : ''}${name}/${given.length}`;
}

function readTable(): Map<string, Overload[]> {
  const read = new Map<string, Overload[]>();
  for (const signature of functionSignatures.flatMap(ofOrdered)) {
    const { receiver, name, list, result } = partsOf(signature);
    const given = [...(receiver === undefined ? [] : [receiver]), ...splitList(list)].map(readType);
    const overload = { parameters: given, result: readType(result) };
    const key = keyOf({ name: name.replace(/(?<=\w)\//, '.'), method: receiver !== undefined, given });
    read.set(key, [...(read.get(key) ?? []), overload]);
  }
  return read;
}

interface Signature {
  readonly receiver: string | undefined;
  readonly name: string;
  readonly list: string;
  readonly result: string;
}

/** `RECEIVER.NAME(LIST): RESULT`; a function that is no method has no receiver. */
function partsOf(signature: string): Signature {
  const [open, close] = [signature.indexOf('('), signature.lastIndexOf('): ')];
  const [head, list] = [signature.slice(0, open), signature.slice(open + 1, close)];
  const dot = head.indexOf('.');
  return {
    receiver: dot < 0 ? undefined : head.slice(0, dot),
    name: head.slice(dot + 1),
    list,
    result: signature.slice(close + 3),
  };
}

/** One for each type that has an order, where the signature is of `O`. */
function ofOrdered(signature: string): string[] {
  if (!/\bO\b/.test(signature)) return [signature];
  return [...ordered].map((type) => signature.replaceAll(/\bO\b/g, type));
}

function readType(text: string): CelType {
  const [, outer, inner = ''] = /^(list|map|optional)<(.+)>$/.exec(text) ?? [];
  const [first = 'dyn', second = 'dyn'] = splitList(inner);
  if (outer === 'list') return listOf(readType(first));
  if (outer === 'optional') return optionalOf(readType(first));
  if (outer === 'map') return mapOf(readType(first), readType(second));
  if (text === 'dyn') return dyn;
  return /^[A-Z]$/.test(text) ? { kind: 'parameter', name: text } : named(text);
}

/** At the commas that stand in no brackets. */
function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (text[at] === '<') depth += 1;
    if (text[at] === '>') depth -= 1;
    if (depth > 0 || (at < text.length && text[at] !== ',')) continue;
    const part = text.slice(start, at).trim();
    if (part !== '') parts.push(part);
    start = at + 1;
  }
  return parts;
}
