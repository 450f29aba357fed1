// From the JSON of an answer to the types of a resource: the one place where this package believes the server.

import {
  type Codec,
  DecodeError,
  type DecodeOptions,
  type ExpectedType,
  type HttpRequest,
  isStatus,
  type KubeObject,
  type ObjectList,
  type PartialObjectMetadata,
  type Status,
} from '@kube-rx/core';
import { describeRequest } from '../response/request-description.ts';

/** The object's last state while it is being deleted, or the server's word that it is gone. */
export type DeleteResult<K extends KubeObject> =
  | { readonly type: 'object'; readonly object: K }
  | { readonly type: 'status'; readonly status: Status };

/** The objects that are being deleted, or the server's word on all of them. */
export type DeleteCollectionResult<K extends KubeObject> =
  | { readonly type: 'list'; readonly list: ObjectList<K> }
  | { readonly type: 'status'; readonly status: Status };

/**
 * Takes a decoded answer for an object, of the expected kind where one is given.
 *
 * @throws DecodeError (`protocol`) where it is none.
 */
export function decodeObject<K extends KubeObject>(
  value: unknown,
  request: HttpRequest,
  type?: ExpectedType,
): K {
  if (!isKubeObject(value)) throw unexpected(request, 'is no object with metadata');
  if (type && value.kind !== type.kind)
    throw unexpected(request, `is ${whatKind(value.kind)}, not a ${type.kind}`);
  return value as K;
}

/**
 * Takes a decoded answer for the metadata of an object, of which the server may have sent more.
 *
 * @throws DecodeError (`protocol`) where it is none, or of another kind.
 */
export function decodeMetadata<K extends KubeObject>(
  value: unknown,
  request: HttpRequest,
  type: ExpectedType,
): PartialObjectMetadata<K> {
  const isPartial = isKubeObject(value) && value.kind === 'PartialObjectMetadata';
  const { metadata } = decodeObject(value, request, isPartial ? undefined : type);
  const { apiVersion, kind } = type;
  return { apiVersion, kind, metadata };
}

/** Leaves out of an answer that was taken what was not wanted: a server may send it all the same. */
export function withoutManagedFields<K extends KubeObject>(object: K): K {
  const { managedFields, ...metadata } = object.metadata;
  return managedFields === undefined ? object : { ...object, metadata };
}

/** A page as an array. @throws DecodeError where the bytes are no list of the kind. */
export function decodePage<K extends KubeObject>(
  body: Uint8Array,
  codec: Codec,
  options: Pick<DecodeOptions, 'type' | 'metadataOnly' | 'keepManagedFields'>,
): ObjectList<K> {
  const decoder = codec.createListDecoder<K>({ keepManagedFields: true, ...options, mayLackVersion: true });
  const arrived = decoder.push(body);
  const { items, ...meta } = decoder.end();
  const objects = [...arrived, ...items].map((item) => item.object);
  return Object.assign(objects, meta);
}

/** @throws DecodeError for anything but a list of the kind or a Status. */
export function decodeDeletedCollection<K extends KubeObject>(
  body: Uint8Array,
  codec: Codec,
  type: ExpectedType,
): DeleteCollectionResult<K> {
  try {
    return { type: 'list', list: decodePage<K>(body, codec, { type }) };
  } catch (error) {
    // The list decoder refuses a Status at its kind, so only a short answer comes here.
    const status = error instanceof DecodeError && codec.decode(body, 'a Status');
    if (isStatus(status)) return { type: 'status', status };
    throw error;
  }
}

function isKubeObject(value: unknown): value is KubeObject {
  return isRecord(value) && 'metadata' in value && isRecord(value.metadata);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Anything but the name of a kind may be a value.
function whatKind(kind: unknown): string {
  if (kind === undefined || kind === null || kind === '') return 'a thing without kind';
  return typeof kind === 'string' && /^[A-Za-z][A-Za-z0-9]{0,62}$/.test(kind)
    ? `a ${kind}`
    : 'of no known kind';
}

function unexpected(request: HttpRequest, what: string): DecodeError {
  return new DecodeError(`${describeRequest(request)}: the answer ${what}`, { fault: 'protocol' });
}
