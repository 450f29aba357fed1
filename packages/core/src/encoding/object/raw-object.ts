// Checks that a decoded value is an object as servers promise it.

import { DecodeError, type DecodeOptions, type ExpectedType, type ObjectMeta } from '../../index.ts';
import { excerptOf } from '../json/excerpt.ts';

/** What may be written to a decoded object that was checked. */
export interface RawObject {
  apiVersion?: unknown;
  kind?: unknown;
  readonly metadata: { managedFields?: unknown };
}

/** What an answer lacks that comes from an API like metrics.k8s.io. */
export const withoutVersion =
  'has no metadata.resourceVersion: what no server stores can be listed, but not watched';

/** Checks the value, and completes its type. @throws DecodeError as `DecodedObject.from` does. */
export function requireObject(
  value: unknown,
  { type, mayLackVersion = false }: Partial<Pick<DecodeOptions, 'type' | 'mayLackVersion'>>,
): RawObject {
  if (!isRecord(value)) throw violation('is no object', value);
  const { metadata } = value;
  if (!isRecord(metadata)) throw violation('has no metadata', value);
  const { name, namespace, uid, resourceVersion }: Partial<Record<keyof ObjectMeta, unknown>> = metadata;
  if (!isText(name)) throw violation('has no metadata.name', value);
  if (mayLackVersion ? !isTextOrAbsent(resourceVersion) : !isText(resourceVersion))
    throw violation(withoutVersion, value);
  if (!isTextOrAbsent(namespace)) throw violation('has a metadata.namespace that is no string', value);
  if (!isTextOrAbsent(uid)) throw violation('has a metadata.uid that is no string', value);
  const object = value as unknown as RawObject;
  if (type) completeType(object, type);
  return object;
}

/** Fills in the apiVersion and kind that items of a list come without. */
export function completeType(object: RawObject, type: ExpectedType): void {
  object.kind ??= type.kind;
  object.apiVersion ??= type.apiVersion;
  if (object.kind !== type.kind)
    throw violation(`has the kind ${formatKind(object.kind)}, not ${type.kind}`, object);
}

/** A kind for a message; `unknown` for anything that is not the name of a kind, which may be secret. */
export function formatKind(kind: unknown): string {
  return typeof kind === 'string' && /^[A-Za-z][A-Za-z0-9]{0,62}$/.test(kind) ? kind : 'unknown';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTextOrAbsent(value: unknown): boolean {
  return typeof value === 'string' || value === undefined || value === null;
}

function violation(what: string, value: unknown): DecodeError {
  return new DecodeError(`an object from the server ${what}`, {
    fault: 'protocol',
    excerpt: excerptOf(value),
  });
}
