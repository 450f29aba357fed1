// From the JSON of an answer to the types of a resource: the one place where this package believes the server.

import {
  apiVersionOf,
  DecodeError,
  type ExpectedType,
  type HttpRequest,
  isStatus,
  type KubeObject,
  type ObjectList,
  type Resource,
  type Status,
} from '@kube-rx/core';
import { ListDecoder } from '@kube-rx/encoding';
import { describeRequest } from '../response/attempt.ts';

/** The object's last state while it is being deleted, or the server's word that it is gone. */
export type DeleteResult<K extends KubeObject> =
  | { readonly type: 'object'; readonly object: K }
  | { readonly type: 'status'; readonly status: Status };

/** The objects that are being deleted, or the server's word on all of them. */
export type DeleteCollectionResult<K extends KubeObject> =
  | { readonly type: 'list'; readonly list: ObjectList<K> }
  | { readonly type: 'status'; readonly status: Status };

/** What the objects of a resource say they are. */
export function expectedType(resource: Resource): ExpectedType {
  return { apiVersion: apiVersionOf(resource), kind: resource.kind };
}

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
    throw unexpected(request, `is a ${value.kind ?? 'thing without kind'}, not a ${type.kind}`);
  return value as K;
}

/** @throws DecodeError (`protocol`) for anything but an object or a Status. */
export function decodeDeleted<K extends KubeObject>(
  value: unknown,
  request: HttpRequest,
  type: ExpectedType,
): DeleteResult<K> {
  if (isStatus(value)) return { type: 'status', status: value };
  return { type: 'object', object: decodeObject<K>(value, request, type) };
}

/**
 * A page as an array, its objects as the server sent them: what a cache leaves out to be small is kept.
 *
 * @throws DecodeError where the bytes are no list of the kind.
 */
export function decodePage<K extends KubeObject>(body: Uint8Array, type: ExpectedType): ObjectList<K> {
  const decoder = new ListDecoder<K>(type, { keepManagedFields: true });
  const items = decoder.push(body).map((item) => item.object);
  return Object.assign(items, decoder.end());
}

function isKubeObject(value: unknown): value is KubeObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    'metadata' in value &&
    typeof value.metadata === 'object' &&
    value.metadata !== null
  );
}

function unexpected(request: HttpRequest, what: string): DecodeError {
  return new DecodeError(`${describeRequest(request)}: the answer ${what}`, { fault: 'protocol' });
}
