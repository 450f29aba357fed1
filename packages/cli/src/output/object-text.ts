// Whole objects as text: JSON, YAML, or only the name.

import type { ApiResource } from '@kube-rx/client';
import { apiVersionOf, type DynamicObject, exactInteger, KubeError, printExactJson } from '@kube-rx/core';
import { printYaml } from '@kube-rx/core/encoding';
import type { QueryFlags } from '../flags.ts';
import { safeJson, safeLine } from './safe-text.ts';

/**
 * The object with apiVersion and kind, which the items of a list need not have; without `metadata.managedFields`, often
 * the larger part of it, unless they are asked for.
 */
export function presentable(
  { metadata, apiVersion, kind, ...rest }: DynamicObject,
  resource: ApiResource,
  { showManagedFields }: Pick<QueryFlags, 'showManagedFields'>,
): object {
  return {
    ...rest,
    apiVersion: apiVersion ?? apiVersionOf(resource),
    kind: kind ?? resource.kind,
    metadata: showManagedFields ? metadata : { ...metadata, managedFields: undefined },
  };
}

/** As kubectl puts many objects into one document. */
export function asList(items: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'List', items, metadata: { resourceVersion: '' } };
}

/** As kubectl prefixes names: `pod`, `deployment.apps`. */
export function kindName({ group, kind }: ApiResource): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** `pod/web-0`. */
export function formatName(resource: ApiResource, { metadata }: Pick<DynamicObject, 'metadata'>): string {
  return `${safeLine(`${kindName(resource)}/${metadata.name}`)}\n`;
}

/** For one document, indented as kubectl does. */
export function formatJson(value: object): string {
  return whole(
    () => `${safeJson(printExactJson(sorted(value), { indent: 4, inexact: 'print as float' }))}\n`,
  );
}

/** For a stream, one line a document. */
export function formatJsonLine(value: object): string {
  return whole(() => `${safeJson(printExactJson(sorted(value), { inexact: 'print as float' }))}\n`);
}

export function formatYaml(value: object): string {
  return whole(() => printYaml(sorted(value)));
}

/** What is there cannot be one text. */
export class UnprintableError extends KubeError {
  override readonly name = 'UnprintableError';
}

/** @throws UnprintableError where the stack is exhausted, or a text would be longer than any can be. */
export function whole(print: () => string): string {
  try {
    return print();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UnprintableError('nested too deeply or too large to be printed; -o name prints names', {
      cause,
    });
  }
}

// kubectl sorts keys by the alphabet; outputs can be compared. Whole numbers beyond 2^53 become bigints.
function sorted(value: object): object {
  if (Array.isArray(value)) return value.map((item: unknown, at) => member(value, at, item));
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const ordered = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    ordered.map(([key, field]): [string, unknown] => [key, member(value, key, field)]),
  );
}

function member(container: object, key: string | number, value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return sorted(value);
  return Number.isSafeInteger(value) ? value : (exactInteger(container, key) ?? value);
}
