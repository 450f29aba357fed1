// What leads from one object to another, as a merge patch: the fields that differ, and null for those that are gone.
// https://www.rfc-editor.org/rfc/rfc7386

import { InvalidRequestError } from '../errors.ts';
import { exactInteger } from '../values/exact-integer.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The merge patch that makes `after` of `before`; undefined where they are the same. Lists that differ are in it as a
 * whole, whole numbers beyond 2^53 as bigints. A field that is undefined or null in `after` counts as absent: a
 * server drops both.
 *
 * @throws InvalidRequestError for objects that nest more than a thousand deep.
 * @example mergeDifference({ replicas: 1, paused: true }, { replicas: 2 }); // { replicas: 2, paused: null }
 */
export function mergeDifference(before: object, after: object): object | undefined {
  return differenceAt(before as Fields, after as Fields, 0);
}

// Whoever writes an object decides how deep it nests, and no kind that is meant nests like this.
const deepest = 1000;

function requireDepth(depth: number): void {
  if (depth > deepest)
    throw new InvalidRequestError(`objects that nest more than ${deepest} deep cannot be compared`);
}

function differenceAt(from: Fields, to: Fields, depth: number): object | undefined {
  requireDepth(depth);
  const patch = new Map<string, unknown>();
  for (const key of Object.keys(from)) if (!isThere(to, key) && isThere(from, key)) patch.set(key, null);
  for (const key of Object.keys(to)) {
    if (!isThere(to, key)) continue;
    const [old, next] = [isThere(from, key) ? from[key] : undefined, to[key]];
    if (isRecord(old) && isRecord(next)) {
      const inner = differenceAt(old, next, depth + 1);
      if (inner !== undefined) patch.set(key, inner);
    } else if (!isSame([from, key], [to, key], depth + 1)) patch.set(key, exactMember(to, key));
  }
  return patch.size === 0 ? undefined : Object.fromEntries(patch);
}

type Place = readonly [container: object, key: string];

function isSame(one: Place, other: Place, depth: number): boolean {
  requireDepth(depth);
  const [a, b] = [memberAt(one), memberAt(other)];
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return a === b || isSameInteger(one, other);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a).filter((key) => isThere(a, key));
  const others = Object.keys(b).filter((key) => isThere(b, key));
  return (
    keys.length === others.length &&
    keys.every((key) => isThere(b, key) && isSame([a, key], [b, key], depth + 1))
  );
}

// By its digits where it is large: as numbers, neighbours are the same.
function memberAt([container, key]: Place): unknown {
  if (!isThere(container, key)) return undefined;
  const value = (container as Fields)[key];
  return typeof value === 'number' ? (exactMember(container as Fields, key) ?? value) : value;
}

function isSameInteger(one: Place, other: Place): boolean {
  const digits = exactInteger(...one);
  return digits !== undefined && digits === exactInteger(...other);
}

function exactMember(container: Fields, key: string): unknown {
  const value = container[key];
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return exactInteger(container, key) ?? value;
}

// In a list, null is an element.
function isThere(container: object, key: string): boolean {
  if (!Object.hasOwn(container, key)) return false;
  const value = (container as Fields)[key];
  return value !== undefined && (value !== null || Array.isArray(container));
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
