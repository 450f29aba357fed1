// Checks the metadata of a list.

import { DecodeError, type ExpectedType, type ListMeta } from '@kube-rx/core';
import { formatKind } from '../object/raw-object.ts';

/** The decoded members of a list, unchecked. */
export type ListMembers = Readonly<Record<'kind' | 'metadata', unknown>>;

/**
 * @throws DecodeError (`protocol`) for a list of another kind, or one without resourceVersion.
 * @example listMetaOf({ kind: 'PodList', metadata: { resourceVersion: '7' } }, { apiVersion: 'v1', kind: 'Pod' });
 */
export function listMetaOf({ kind, metadata }: ListMembers, type: ExpectedType): ListMeta {
  requireListKind(kind, type);
  const members = (metadata ?? {}) as Partial<Record<keyof ListMeta, unknown>>;
  const { resourceVersion, remainingItemCount, continue: token } = members;
  if (typeof resourceVersion !== 'string' || resourceVersion === '')
    throw notAList(type, 'has no metadata.resourceVersion');
  // A token that cannot be followed would make the first page look like the whole list.
  const next = token ?? '';
  if (typeof next !== 'string') throw notAList(type, 'has a metadata.continue that is no string');
  return {
    resourceVersion,
    ...(next !== '' && { continue: next }),
    ...(typeof remainingItemCount === 'number' && { remainingItemCount }),
  };
}

export function requireListKind(kind: unknown, type: ExpectedType): void {
  if (kind !== `${type.kind}List`) throw notAList(type, `has the kind ${formatKind(kind)}`);
}

export function notAList(type: ExpectedType, what: string): DecodeError {
  return new DecodeError(`asked for a ${type.kind}List of ${type.apiVersion}, but the answer ${what}`, {
    fault: 'protocol',
  });
}
