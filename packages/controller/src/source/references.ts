// What a mapper or an observable of a program answers, read with suspicion.

import type { Scope } from '@kube-rx/core';
import { isThenable } from '../controller/verdict.ts';
import { RunKey } from './run-key.ts';

/** Names an object to reconcile. An `ObjectRef` is one. */
export interface MappedRef {
  readonly name: string;
  /** Default: that of the object that changed. Not read where what is reconciled is cluster-scoped. */
  readonly namespace?: string;
  /** Default: that of the object that changed. */
  readonly cluster?: string;
}

/** Where the answer is read. */
export interface ReferencePlace {
  /** Of what is reconciled. */
  readonly scope: Scope;
  /** Of what changed; undefined where nothing of a cluster did. */
  readonly cluster: string | undefined;
  /** Of what changed; `''` for a cluster-scoped object. */
  readonly namespace: string;
  /** Whether the controller has this cluster. */
  readonly hasCluster: (cluster: string) => boolean;
}

export interface References {
  /** May name a key more than once. */
  readonly keys: readonly string[];
  /** What is wrong with the answer, if anything is; `keys` are what could be read all the same. */
  readonly problem?: string;
  readonly cause?: unknown;
}

/** An iterable may have no end. */
const most = 100_000;
const longestName = 253;

/** Reads what a mapper returned. Throws nothing. */
export function readReferences(answer: unknown, place: ReferencePlace): References {
  return readAll(() => answer, place);
}

/** Reads what an observable told: one reference, or many. Throws nothing. */
export function readToldReferences(told: unknown, place: ReferencePlace): References {
  return readAll(() => (isReference(told) ? [told] : told), place);
}

function readAll(answer: () => unknown, place: ReferencePlace): References {
  const keys: string[] = [];
  try {
    const problem = collectKeys(answer(), place, keys);
    return problem === undefined ? { keys } : { keys, problem };
  } catch (cause) {
    return { keys, problem: 'returned what throws when it is read', cause };
  }
}

/** Adds to `keys`, and gives what is wrong with the answer, if anything is. */
function collectKeys(answer: unknown, place: ReferencePlace, keys: string[]): string | undefined {
  if (answer === undefined || answer === null) return undefined;
  if (isThenable(answer)) {
    // Nobody else waits for it, and a rejection that nobody hears ends the process.
    void Promise.resolve(answer).catch(() => undefined);
    return 'returned a promise, and has to answer at once';
  }
  if (!isIterable(answer)) return `returned ${kindOf(answer)}, and has to return a list of references`;
  let problem: string | undefined;
  let count = 0;
  for (const reference of answer) {
    count += 1;
    if (count > most) return `returned more than ${most} references: the rest is left out`;
    const read = readReference(reference, place);
    if ('key' in read) keys.push(read.key);
    else problem ??= read.problem;
  }
  return problem;
}

function readReference(
  reference: unknown,
  place: ReferencePlace,
): { readonly key: string } | { readonly problem: string } {
  if (typeof reference !== 'object' || reference === null)
    return { problem: `returned ${kindOf(reference)} for a reference` };
  const { name, namespace = place.namespace, cluster = place.cluster } = reference as Partial<MappedRef>;
  if (!isName(name)) return { problem: 'returned a reference without a name' };
  if (typeof cluster !== 'string') return { problem: 'returned a reference without a cluster' };
  if (!place.hasCluster(cluster))
    return { problem: 'returned a reference to a cluster that the controller does not have' };
  if (place.scope === 'Cluster') return { key: RunKey.format(cluster, '', unsliced(name)) };
  if (!isName(namespace)) return { problem: 'returned a reference without a namespace' };
  return { key: RunKey.format(cluster, namespace, name) };
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && name.length <= longestName;
}

/** A copy: what is cut out of a long text by `slice` or `split` keeps the whole of it in memory. */
function unsliced(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function isReference(told: unknown): boolean {
  return typeof told === 'object' && told !== null && 'name' in told && !(Symbol.iterator in told);
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === 'function'
  );
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
