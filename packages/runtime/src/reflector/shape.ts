// Which part of each object a store keeps.

import {
  cloneExact,
  type EncodedObject,
  exactInteger,
  InvalidRequestError,
  KubeError,
  type KubeObject,
  withExactInteger,
} from '@kube-rx/core';
import type { ResolvedStoreOptions } from './store-options.ts';

/**
 * A function of the user threw on an object; `cause` is what it threw. All other objects stay current.
 *
 * @example
 * reflector(pods, { onError: (error) => console.log(error instanceof CacheFunctionError && error.key) });
 */
export class CacheFunctionError extends KubeError {
  override readonly name = 'CacheFunctionError';
  /** The object's key. */
  readonly key: string;

  constructor(what: string, key: string, cause: unknown) {
    super(`${what} of the cache failed for ${key}: ${cause instanceof Error ? cause.message : 'no Error'}`, {
      cause,
    });
    this.key = key;
  }
}

export type Shape<K extends KubeObject> = (encoded: EncodedObject<K>) => EncodedObject<K>;

/** The returned function throws a `CacheFunctionError` if the user's function throws. */
export function shapeOf<K extends KubeObject>(options: ResolvedStoreOptions<K>): Shape<K> {
  const { transform, metadataOnly, fields } = options;
  if (metadataOnly) return (encoded) => encoded.metadataOnly();
  if (fields) {
    const paths = fields.map((path) => path.split('.'));
    return (encoded) => encoded.withObject(pick(encoded.object, paths));
  }
  if (transform)
    return (encoded) => {
      try {
        const made = encoded.withObject(transform(cloneExact(encoded.object)));
        requireIdentity(made, encoded);
        return made;
      } catch (cause) {
        throw new CacheFunctionError('the transform', encoded.key, cause);
      }
    };
  return (encoded) => encoded;
}

// The store identifies objects and compares versions by these.
function requireIdentity<K extends KubeObject>(made: EncodedObject<K>, encoded: EncodedObject<K>): void {
  for (const field of ['namespace', 'name', 'uid', 'resourceVersion'] as const)
    if (made[field] !== encoded[field])
      throw new InvalidRequestError(`it made of the ${field} ${encoded[field]} another one, ${made[field]}`);
}

type Tree = Record<string, unknown>;

function pick(object: KubeObject, paths: readonly (readonly string[])[]): Tree {
  const { apiVersion, kind, metadata } = object;
  const picked: Tree = { apiVersion, kind, metadata };
  for (const path of paths) copyPath(object, picked, path);
  return picked;
}

function copyPath(from: unknown, to: Tree, [field, ...rest]: readonly string[]): void {
  if (field === undefined || !isTree(from) || !Object.hasOwn(from, field)) return;
  const value = from[field];
  // A whole number beyond 2^53 has its digits in the object around it.
  const exact = Number.isSafeInteger(value) ? undefined : exactInteger(from, field);
  if (rest.length === 0)
    Object.assign(to, exact === undefined ? { [field]: value } : withExactInteger(to, field, exact));
  const inner = Object.hasOwn(to, field) ? to[field] : undefined;
  // An object that is kept whole is shared with the original: never write into it.
  if (inner === value || !isTree(value)) return;
  const copy: Tree = isTree(inner) ? inner : {};
  to[field] = copy;
  copyPath(value, copy, rest);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
