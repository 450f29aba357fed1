// The flags of `get` and `watch`: as the command line gives them, and checked.

import { FieldQuery, LabelQuery } from '@kube-rx/core';
import type { ConnectionFlags } from './connection.ts';
import { UsageError } from './failure.ts';

export interface QueryFlags extends ConnectionFlags {
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  /** Empty: as absent. */
  readonly output?: 'json' | 'yaml' | 'name' | 'wide' | '';
  /** False for `--no-headers`. */
  readonly headers: boolean;
  readonly showLabels?: boolean;
  readonly showManagedFields?: boolean;
  /** A whole number in digits; not checked yet. */
  readonly chunkSize: string;
}

export interface WatchFlags extends QueryFlags {
  readonly outputWatchEvents?: boolean;
}

/** Which objects to ask for, checked before anything is sent. */
export interface Selection {
  readonly labelSelector: LabelQuery;
  readonly fieldSelector: FieldQuery;
  /** Objects in a page; 0 for all in one. */
  readonly chunkSize: number;
}

/**
 * @throws UsageError for flags that contradict the arguments.
 * @throws InvalidRequestError for a malformed selector.
 */
export function readSelection(flags: QueryFlags, hasNames: boolean): Selection {
  const { selector = '', fieldSelector = '', allNamespaces, chunkSize } = flags;
  if (hasNames && (selector !== '' || fieldSelector !== ''))
    throw new UsageError('name cannot be provided when a selector is specified; leave one of them out');
  if (hasNames && allNamespaces)
    throw new UsageError('a resource cannot be retrieved by name across all namespaces; name one with -n');
  if (!/^\d{1,9}$/.test(chunkSize))
    throw new UsageError(
      `--chunk-size must be a whole number of at least 0, not ${JSON.stringify(chunkSize)}`,
    );
  return {
    labelSelector: LabelQuery.parse(selector),
    fieldSelector: FieldQuery.parse(fieldSelector),
    chunkSize: Number(chunkSize),
  };
}

/** Whether objects are shown as rows. */
export function showsTable({ output }: QueryFlags): boolean {
  return !output || output === 'wide';
}

/** The namespace to ask in; undefined for all of them. */
export function chooseNamespace(
  { namespace, allNamespaces }: QueryFlags,
  { defaultNamespace }: { readonly defaultNamespace: string },
): string | undefined {
  return allNamespaces ? undefined : namespace || defaultNamespace;
}
