// What of an object may matter to a filter.

import { type KubeObject, printExactJson } from '@kube-rx/core';

/**
 * What of an object matters, as a value to compare: a change matters where the old and the new object differ in it.
 * Undefined for an object that it cannot judge; every change of that matters.
 */
export type Predicate<K extends KubeObject> = (object: K) => string | number | bigint | boolean | undefined;

/**
 * Ready-made predicates, and two ways to join them. Your own is a function of the object.
 *
 * @example
 * const { combine, fallback, generation, labels, resourceVersion } = predicates;
 * watcher(pods).pipe(appliedObjects(), predicateFilter(combine(fallback(generation, resourceVersion), labels)));
 */
export const predicates: {
  /** The spec: `metadata.generation`. Cannot judge kinds that do not count it, as ConfigMap. */
  readonly generation: Predicate<KubeObject>;
  /** Anything: `metadata.resourceVersion`. */
  readonly resourceVersion: Predicate<KubeObject>;
  /** Labels, in whatever order. */
  readonly labels: Predicate<KubeObject>;
  /** Annotations, in whatever order. */
  readonly annotations: Predicate<KubeObject>;
  /** Finalizers, in their order. */
  readonly finalizers: Predicate<KubeObject>;
  /** A change matters that matters to one of them. Cannot judge what none of them can. */
  readonly combine: <K extends KubeObject>(...joined: readonly Predicate<K>[]) => Predicate<K>;
  /** The first of them that can judge the object. */
  readonly fallback: <K extends KubeObject>(...tried: readonly Predicate<K>[]) => Predicate<K>;
} = {
  generation: ({ metadata }) => metadata.generation,
  resourceVersion: ({ metadata }) => metadata.resourceVersion,
  labels: ({ metadata }) => printSorted(metadata.labels ?? {}),
  annotations: ({ metadata }) => printSorted(metadata.annotations ?? {}),
  finalizers: ({ metadata }) => JSON.stringify(metadata.finalizers ?? []),
  combine:
    (...joined) =>
    (object) => {
      const values = joined.map((predicate) => predicate(object));
      return values.every((value) => value === undefined)
        ? undefined
        : printExactJson(values, { inexact: 'print as float' });
    },
  fallback:
    (...tried) =>
    (object) => {
      for (const predicate of tried) {
        const value = predicate(object);
        if (value !== undefined) return value;
      }
      return undefined;
    },
};

function printSorted(record: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
