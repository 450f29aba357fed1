// Values of CEL. What JavaScript has is used as it is: an int is a bigint, a double is a number.

import type { Steps } from '../schema/steps.ts';
import {
  boolType,
  bytesType,
  CelType,
  doubleType,
  durationType,
  errorType,
  intType,
  listOfAny,
  mapOfAny,
  nullType,
  opaqueType,
  stringType,
  timestampType,
  typeType,
  uintType,
} from './type.ts';

export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | Duration
  | Timestamp
  | Optional
  | CelType
  | ListValue
  | MapValue
  | Opaque
  | CelError;

/** What went wrong, as a value: `||`, `&&` and `?:` may absorb it. */
export class CelError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

export class Duration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

export class Timestamp {
  /** Since 1970. */
  readonly nanos: bigint;
  /** Of the zone that it was written with, which it keeps as a text. */
  readonly offsetSeconds: number;

  constructor(nanos: bigint, offsetSeconds = 0) {
    this.nanos = nanos;
    this.offsetSeconds = offsetSeconds;
  }
}

export class Optional {
  readonly value: Value | undefined;

  constructor(value?: Value) {
    this.value = value;
  }
}

export const none: Optional = new Optional();

/** A value of a library, such as a quantity. */
export abstract class Opaque {
  abstract readonly type: CelType;
  /** What `size` would be, where costs depend on it. */
  get size(): number | undefined {
    return undefined;
  }
  /** How long it takes to be read, in characters. */
  get weight(): number {
    return 1;
  }
  abstract equals(other: Value): boolean;
}

/** How many lists may be within each other that are joined without being copied. */
const deepestJoin = 4;
const perCopy = 10;

export abstract class ListValue {
  /** How many joined lists are within each other. */
  readonly depth: number = 0;
  abstract readonly size: number;
  abstract at(index: number): Value;

  *[Symbol.iterator](): Generator<Value, void, undefined> {
    for (let index = 0; index < this.size; index++) yield this.at(index);
  }

  /** Lists of Kubernetes that are sets or maps by their schema compare and add in their own way. */
  readonly equals?: (other: ListValue, steps: Steps) => boolean;

  plus(other: ListValue, steps: Steps): ListValue {
    if (this.size === 0) return other;
    if (other.size === 0) return this;
    const joined = new JoinedList(this, other);
    if (joined.depth <= deepestJoin) return joined;
    steps.spend((this.size + other.size) * perCopy);
    return new ArrayList([...this, ...other]);
  }
}

/** One list and then another, neither of which is copied. */
class JoinedList extends ListValue {
  override readonly depth: number;
  readonly size: number;
  readonly #first: ListValue;
  readonly #second: ListValue;

  constructor(first: ListValue, second: ListValue) {
    super();
    this.depth = Math.max(first.depth, second.depth) + 1;
    this.size = first.size + second.size;
    this.#first = first;
    this.#second = second;
  }

  at(index: number): Value {
    const behind = index - this.#first.size;
    return behind < 0 ? this.#first.at(index) : this.#second.at(behind);
  }
}

export class ArrayList extends ListValue {
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    super();
    this.items = items;
  }

  get size(): number {
    return this.items.length;
  }

  at(index: number): Value {
    return this.items[index] ?? null;
  }
}

/** What `map` and `filter` collect into: it grows in place, as no one else sees it. */
export class GrowingList extends ListValue {
  readonly items: Value[] = [];

  get size(): number {
    return this.items.length;
  }

  at(index: number): Value {
    return this.items[index] ?? null;
  }

  override plus(other: ListValue, steps: Steps): ListValue {
    steps.spend(other.size);
    for (const one of other) this.items.push(one);
    return this;
  }
}

export abstract class MapValue {
  abstract readonly size: number;
  /** Undefined: there is no such key. */
  abstract find(key: Value): Value | undefined;
  abstract keys(): Iterable<Value>;

  /** Objects may hold what expressions do not see, and which counts. */
  readonly equals?: (other: MapValue, steps: Steps) => boolean;
}

/** Numbers that are equal are the same key, whatever their type. */
export function keyOf(value: Value): string | undefined {
  if (value === null) return 'z';
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'bigint') return `n${value}`;
  if (typeof value === 'boolean') return `b${value}`;
  if (value instanceof Uint) return `n${value.value}`;
  if (typeof value === 'number') return Number.isInteger(value) ? `n${BigInt(value)}` : `d${value}`;
  return undefined;
}

export class EntryMap extends MapValue {
  readonly #entries = new Map<string, readonly [Value, Value]>();

  get size(): number {
    return this.#entries.size;
  }

  find(key: Value): Value | undefined {
    const text = keyOf(key);
    return text === undefined ? undefined : this.#entries.get(text)?.[1];
  }

  *keys(): Generator<Value, void, undefined> {
    for (const [key] of this.#entries.values()) yield key;
  }

  set(key: Value, value: Value): void {
    this.#entries.set(keyOf(key) ?? `x${this.size}`, [key, value]);
  }

  delete(key: Value): void {
    this.#entries.delete(keyOf(key) ?? '');
  }

  /** False: the key was there. */
  add(key: Value, value: Value): boolean {
    const text = keyOf(key) ?? '';
    if (this.#entries.has(text)) return false;
    this.#entries.set(text, [key, value]);
    return true;
  }
}

/** What an object literal makes, as `Object.spec{replicas: 1}`. */
export class StructValue extends MapValue {
  readonly type: CelType;
  readonly #fields: MapValue;

  constructor(type: CelType, fields: MapValue) {
    super();
    this.type = type;
    this.#fields = fields;
  }

  get size(): number {
    return this.#fields.size;
  }

  find(key: Value): Value | undefined {
    return this.#fields.find(key);
  }

  keys(): Iterable<Value> {
    return this.#fields.keys();
  }
}

const optionalOfAny = opaqueType('optional_type');

export function typeOf(value: Value): CelType {
  switch (typeof value) {
    case 'boolean':
      return boolType;
    case 'bigint':
      return intType;
    case 'number':
      return doubleType;
    case 'string':
      return stringType;
    default:
      return typeOfObject(value);
  }
}

function typeOfObject(value: Exclude<Value, boolean | bigint | number | string>): CelType {
  if (value === null) return nullType;
  if (value instanceof Uint8Array) return bytesType;
  if (value instanceof Uint) return uintType;
  if (value instanceof Duration) return durationType;
  if (value instanceof Timestamp) return timestampType;
  if (value instanceof Optional) return optionalOfAny;
  if (value instanceof CelType) return typeType;
  if (value instanceof ListValue) return listOfAny;
  if (value instanceof StructValue) return value.type;
  if (value instanceof MapValue) return mapOfAny;
  return value instanceof CelError ? errorType : value.type;
}

/** The characters of a string: JavaScript counts its own units. */
export function characters(text: string): number {
  // Most are of one byte each, which is told faster.
  if (Buffer.byteLength(text) === text.length) return text.length;
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00 && index + 1 < text.length) index++;
    count++;
  }
  return count;
}

/** Undefined: it has none. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') return characters(value);
  if (value instanceof Uint8Array) return value.length;
  if (value instanceof ListValue || value instanceof MapValue) return value.size;
  return value instanceof Opaque ? value.size : undefined;
}

export const noOverload: CelError = new CelError('no such overload');

/** An error stays what it is. */
export function errorOr(value: Value, message = 'no such overload'): CelError {
  return value instanceof CelError ? value : new CelError(message);
}
