// Checks that a decoded value is an object as servers promise it.

import { DecodeError, type DecodeOptions, type ExpectedType, type ObjectMeta } from '../../index.ts';
import { excerptOf } from '../json/excerpt.ts';
import { identityOf } from './undecodable.ts';

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
  {
    type,
    mayLackVersion = false,
    metadataOnly = false,
  }: Partial<Pick<DecodeOptions, 'type' | 'mayLackVersion' | 'metadataOnly'>>,
): RawObject {
  const isAlone = isOfKind(value, metadataOnly ? undefined : type);
  const refuse = (what: string): DecodeError => violation(what, value, isAlone);
  if (!isRecord(value)) throw refuse('is no object');
  const { metadata } = value;
  if (!isRecord(metadata)) throw refuse('has no metadata');
  const { name, namespace, uid, resourceVersion }: Partial<Record<keyof ObjectMeta, unknown>> = metadata;
  if (!isText(name)) throw refuse('has no metadata.name');
  if (mayLackVersion ? !isTextOrAbsent(resourceVersion) : !isText(resourceVersion))
    throw refuse(withoutVersion);
  if (!isTextOrAbsent(namespace)) throw refuse('has a metadata.namespace that is no string');
  if (!isTextOrAbsent(uid)) throw refuse('has a metadata.uid that is no string');
  const object = value as unknown as RawObject;
  if (type && metadataOnly && object.kind === partialKind) return { ...object, ...type };
  if (type) completeType(object, type);
  return object;
}

/** The kind of an object of which a server sends metadata alone, whatever its own. */
export const partialKind = 'PartialObjectMetadata';

/** Fills in the apiVersion and kind that items of a list come without. */
export function completeType(object: RawObject, type: ExpectedType): void {
  object.kind ??= type.kind;
  object.apiVersion ??= type.apiVersion;
  if (object.kind !== type.kind)
    throw violation(`has the kind ${formatKind(object.kind)}, not ${type.kind}`, object, false);
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

// What is of another kind says that the server answers something else, not that one object is bad.
function isOfKind(value: unknown, type: ExpectedType | undefined): boolean {
  const kind = isRecord(value) ? value['kind'] : undefined;
  return !type || kind === undefined || kind === null || kind === type.kind;
}

function violation(what: string, value: unknown, isAlone: boolean): DecodeError {
  return new DecodeError(`an object from the server ${what}`, {
    fault: 'protocol',
    excerpt: excerptOf(value),
    ...(isAlone && { object: identityOf(value) }),
  });
}
