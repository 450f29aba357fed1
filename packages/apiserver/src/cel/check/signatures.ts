// The tables of functions, read.

import {
  boolType,
  bytesType,
  type CelType,
  doubleType,
  durationType,
  dynType,
  intType,
  listType,
  mapType,
  nullType,
  opaqueType,
  optionalType,
  parameterType,
  stringType,
  structType,
  timestampType,
  typeOfType,
  uintType,
} from '../type.ts';
import { librarySignatures } from './library-signatures.ts';
import { standardSignatures } from './standard-signatures.ts';

export interface Overload {
  readonly id: string;
  /** The first of the arguments is what stands before the dot. */
  readonly isMember: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
}

const plainTypes: ReadonlyMap<string, CelType> = new Map(
  [boolType, bytesType, doubleType, dynType, intType, stringType, uintType].map((one) => [one.name, one]),
);
const shortTypes: ReadonlyMap<string, CelType> = new Map([
  ['duration', durationType],
  ['timestamp', timestampType],
  ['null', nullType],
]);

/** Types of values that Kubernetes adds. */
export const libraryTypes: ReadonlyMap<string, CelType> = new Map(
  [
    structType('kubernetes.Quantity'),
    structType('kubernetes.URL'),
    structType('kubernetes.NamedFormat'),
    structType('kubernetes.Semver'),
    structType('kubernetes.authorization.Authorizer'),
    structType('kubernetes.authorization.PathCheck'),
    structType('kubernetes.authorization.GroupCheck'),
    structType('kubernetes.authorization.ResourceCheck'),
    structType('kubernetes.authorization.Decision'),
    opaqueType('net.IP'),
    opaqueType('net.CIDR'),
  ].map((one) => [one.name, one]),
);

/** One of the types that Kubernetes adds, by its name. */
export function libraryType(name: string): CelType {
  return libraryTypes.get(name) ?? opaqueType(name);
}

// `list(map(K, V))`
function readType(text: string): CelType {
  const open = text.indexOf('(');
  if (open < 0) return readName(text);
  const inner = splitTypes(text.slice(open + 1, -1)).map(readType);
  const [first = dynType, second = dynType] = inner;
  switch (text.slice(0, open)) {
    case 'list':
      return listType(first);
    case 'map':
      return mapType(first, second);
    case 'optional':
      return optionalType(first);
    default:
      return typeOfType(first);
  }
}

function readName(name: string): CelType {
  const known = plainTypes.get(name) ?? shortTypes.get(name) ?? libraryTypes.get(name);
  if (known) return known;
  const checks = libraryTypes.get(`kubernetes.${name}`);
  return checks ?? parameterType(name);
}

// At the commas that are not within parentheses.
function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')') depth--;
    if (text[index] !== ',' || depth > 0) continue;
    parts.push(text.slice(start, index));
    start = index + 2;
  }
  if (text !== '') parts.push(text.slice(start));
  return parts;
}

// `name id target.(args) result`
function readLine(line: string): readonly [string, Overload] {
  const [name = '', id = ''] = line.split(' ', 2);
  const signature = line.slice(name.length + id.length + 2);
  const dot = signature.indexOf('.(');
  const isMember = dot >= 0;
  const open = isMember ? dot + 1 : 0;
  const close = closing(signature, open);
  const args = splitTypes(signature.slice(open + 1, close)).map(readType);
  const target = isMember ? [readType(signature.slice(0, dot))] : [];
  return [name, { id, isMember, args: [...target, ...args], result: readType(signature.slice(close + 2)) }];
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')' && --depth === 0) return index;
  }
  return text.length;
}

const ordered = [
  ['int', 'int'],
  ['uint', 'uint'],
  ['double', 'double'],
  ['bool', 'bool'],
  ['duration', 'google.protobuf.Duration'],
  ['timestamp', 'google.protobuf.Timestamp'],
  ['string', 'string'],
  ['bytes', 'bytes'],
] as const;

const numbers = ['int64', 'uint64', 'double'] as const;
const others = ['string', 'bytes', 'timestamp', 'duration'] as const;

function* comparisons(): Generator<string> {
  const names = { '_<_': 'less', '_<=_': 'less_equals', '_>_': 'greater', '_>=_': 'greater_equals' };
  for (const [operator, id] of Object.entries(names)) {
    yield `${operator} ${id}_bool (bool, bool) bool`;
    for (const a of numbers)
      for (const b of [a, ...numbers.toReversed().filter((one) => one !== a)].toSorted(byTable(a))) {
        const types = `(${a.replace('64', '')}, ${b.replace('64', '')})`;
        yield `${operator} ${id}_${a}${a === b ? '' : `_${b}`} ${types} bool`;
      }
    for (const one of others) yield `${operator} ${id}_${one} (${one}, ${one}) bool`;
  }
}

// The order of the candidates is that of cel-go: the type itself, double, and then the other one.
function byTable(itself: string): (a: string, b: string) => number {
  const rank = (one: string): number => (one === itself ? 0 : one === 'double' ? 1 : 2);
  return (a, b) => rank(a) - rank(b);
}

function* ofLists(): Generator<string> {
  for (const [type, long] of ordered) {
    yield `sort list_${long}_sort list(${type}).() list(${type})`;
    yield `@sortByAssociatedKeys list_${long}_sortByAssociatedKeys list(T).(list(${type})) list(T)`;
    yield `isSorted list_${type}_is_sorted_bool list(${type}).() bool`;
    yield `max list_${type}_max_${type} list(${type}).() ${type}`;
    yield `min list_${type}_min_${type} list(${type}).() ${type}`;
  }
  for (const type of ['int', 'uint', 'double', 'duration'])
    yield `sum list_${type}_sum_${type} list(${type}).() ${type}`;
}

function readAll(): ReadonlyMap<string, readonly Overload[]> {
  const functions = new Map<string, Overload[]>();
  const lines = [standardSignatures, librarySignatures].flatMap((table) => table.trim().split('\n'));
  for (const line of [...lines, ...comparisons(), ...ofLists()]) {
    const [name, overload] = readLine(line);
    const all = functions.get(name);
    if (all) all.push(overload);
    else functions.set(name, [overload]);
  }
  return functions;
}

let read: ReadonlyMap<string, readonly Overload[]> | undefined;

/** The functions by their names; they are read when they are first asked for. */
export function overloadsOf(name: string): readonly Overload[] | undefined {
  read ??= readAll();
  return read.get(name);
}
