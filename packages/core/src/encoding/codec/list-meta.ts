// Checks what a list says of itself.

import {
  DecodeError,
  type DecodeOptions,
  type ExpectedType,
  isSendable,
  type ListMeta,
} from '../../index.ts';
import { formatKind, partialKind, withoutVersion } from '../object/raw-object.ts';

/** The decoded members of a list, unchecked. */
export interface ListMembers {
  readonly kind?: unknown;
  readonly apiVersion?: unknown;
  readonly metadata?: unknown;
  /** Whether it has items, be they null. Default: true. */
  readonly hasItems?: boolean;
}

/**
 * @throws DecodeError (`protocol`) for what is no list of the kind, or one without resourceVersion, unless it may lack
 *   that.
 * @example
 * const members = { kind: 'PodList', metadata: { resourceVersion: '7' } };
 * listMetaOf(members, { type: { apiVersion: 'v1', kind: 'Pod' } });
 */
export function listMetaOf(members: ListMembers, options: DecodeOptions): ListMeta {
  const { type, mayLackVersion = false } = options;
  if (!isListOf(members, type) && !isPartialList(members.kind, options))
    throw notAList(type, `has the kind ${formatKind(members.kind)}`);
  const metadata = (members.metadata ?? {}) as Partial<Record<keyof ListMeta, unknown>>;
  const { resourceVersion, remainingItemCount, continue: token } = metadata;
  const version = mayLackVersion ? (resourceVersion ?? '') : resourceVersion || undefined;
  if (typeof version !== 'string') throw notAList(type, withoutVersion);
  // A token that cannot be followed would make the first page look like the whole list.
  const next = token ?? '';
  if (typeof next !== 'string') throw notAList(type, 'has a metadata.continue that is no string');
  if (!isSendable(version)) throw notAList(type, 'has a metadata.resourceVersion that cannot be sent back');
  if (!isSendable(next)) throw notAList(type, 'has a metadata.continue that cannot be sent back');
  return {
    resourceVersion: version,
    ...(next !== '' && { continue: next }),
    ...(isCount(remainingItemCount) && { remainingItemCount }),
  };
}

// A hint: what is no count is not passed on.
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** For a kind that is known before the rest of its list is. */
export function requireListKind(kind: unknown, options: DecodeOptions): void {
  const { type } = options;
  if (!mayBeListKind(kind, type) && !isPartialList(kind, options))
    throw notAList(type, `has the kind ${formatKind(kind)}`);
}

export function notAList(type: ExpectedType, what: string): DecodeError {
  return new DecodeError(`asked for a ${type.kind}List of ${type.apiVersion}, but the answer ${what}`, {
    fault: 'protocol',
  });
}

function isPartialList(kind: unknown, { metadataOnly = false }: DecodeOptions): boolean {
  return metadataOnly && kind === `${partialKind}List`;
}

function isListOf({ kind, apiVersion, hasItems = true }: ListMembers, type: ExpectedType): boolean {
  if (kind === `${type.kind}List`) return true;
  // Another name, or none, must look like a list of the right group.
  const isOfGroup = apiVersion === type.apiVersion || (isAbsent(kind) && isAbsent(apiVersion));
  return mayBeListKind(kind, type) && hasItems && isOfGroup;
}

/**
 * The definition of a custom resource may call its lists as it likes (`spec.names.listKind`). Its group has a dot in it,
 * which those of most built-in kinds have not.
 */
function mayBeListKind(kind: unknown, type: ExpectedType): boolean {
  if (isAbsent(kind) || kind === `${type.kind}List`) return true;
  const [group = ''] = type.apiVersion.split('/', 1);
  const isOfOthers = kind === type.kind || kind === 'Status' || kind === 'Table';
  return group.includes('.') && formatKind(kind) === kind && !isOfOthers;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
