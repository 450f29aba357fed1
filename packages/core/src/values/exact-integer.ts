// Whole numbers beyond 2^53, which a JavaScript number rounds. The number stays a number, and its digits stand beside it:
// under a symbol of the object or array that holds it, where a spread copies them and JSON.stringify does not look.

/** The key of the digits: a map from the keys of the container. Every copy of this module has the same symbol. */
export const exactIntegers: unique symbol = Symbol.for('kube-rx.exactIntegers');

/** An object or array as it was read, or a copy of it. */
interface Container {
  readonly [key: string | number]: unknown;
  readonly [exactIntegers]?: ReadonlyMap<string, bigint>;
}

/**
 * The whole number at `key`, with all its digits. Undefined where there is no whole number, or one beyond 2^53 whose
 * digits were lost: `{ ...copy }` keeps them, `structuredClone` and a copy of an array do not.
 *
 * @example
 * const spec = { runAsUser: 9007199254740993n };
 * console.log(exactInteger(spec, 'runAsUser')); // 9007199254740993n
 */
export function exactInteger(container: object | null | undefined, key: string | number): bigint | undefined {
  if (!container || !Object.hasOwn(container, key)) return undefined;
  const held = container as Container;
  const value = held[key];
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number') return undefined;
  if (Number.isSafeInteger(value)) return BigInt(value);
  const exact = held[exactIntegers]?.get(String(key));
  // Somebody may have written another number over the one that was read.
  return exact !== undefined && Number(exact) === value ? exact : undefined;
}

/**
 * A copy in which the number at `key` is `value`, to be written with all its digits. Its type stays `number`; where the
 * type allows it, a bigint alone will do.
 *
 * @example
 * const spec = withExactInteger({ runAsUser: 0 }, 'runAsUser', 9007199254740993n);
 * console.log(exactInteger(spec, 'runAsUser')); // 9007199254740993n
 */
export function withExactInteger<T extends object>(
  container: T,
  key: keyof T & (string | number),
  value: bigint,
): T {
  const copy = Array.isArray(container) ? [...(container as unknown[])] : { ...container };
  const known = (container as Container)[exactIntegers] ?? [];
  return Object.assign(copy, {
    [key]: Number(value),
    [exactIntegers]: new Map([...known, [String(key), value]]),
  }) as T;
}

/**
 * As `structuredClone` of what JSON can hold, with the digits that it would lose.
 *
 * @example exactInteger(cloneExact(withExactInteger({ n: 0 }, 'n', 9007199254740993n)), 'n'); // 9007199254740993n
 */
export function cloneExact<T>(value: T): T {
  return clone(value) as T;
}

function clone(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && !isPlain(value)) return structuredClone(value);
  const copy = Array.isArray(value)
    ? value.map(clone)
    : Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clone(member)]));
  const exact = (value as Container)[exactIntegers];
  return exact ? Object.assign(copy, { [exactIntegers]: exact }) : copy;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
