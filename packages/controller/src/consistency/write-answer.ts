// What the answer to a write says of the object: which one it is now, in which version. Pure. A server may answer
// anything, so an answer that is no object of the request's name says nothing.

import { parseResourcePath, type ResourcePath } from '@kube-rx/client';
import {
  type EncodedObject,
  type HttpRequest,
  isStatus,
  objectKey,
  type Status,
  wellTyped,
} from '@kube-rx/core';
import { decodeObject, jsonCodec } from '@kube-rx/core/encoding';
import type { LostWrite, OwnWrite, WrittenObject } from './own-write.ts';

/** A request that changes what the server stores, if it succeeds. */
export interface WriteRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: ResourcePath;
  /** The only object that may be deleted. */
  readonly wantedUid?: string;
}

/**
 * Undefined for a read, a dry run, and what changes no object or tells nothing of it: a deletion of a collection, a
 * token, and what goes through to a container or a service.
 */
export function writeRequestOf(request: HttpRequest): WriteRequest | undefined {
  const { method, query } = request;
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return undefined;
  if (query.some(([name, value]) => name === 'dryRun' && value !== '')) return undefined;
  const path = parseResourcePath(request.path);
  if (!path || notStored.test(path.subresource ?? '')) return undefined;
  if (path.name === undefined && method !== 'POST') return undefined;
  const deletion = deletionOf(method, path, request);
  if (deletion && Array.isArray(deletion.dryRun) && deletion.dryRun.length > 0) return undefined;
  const wantedUid = deletion?.preconditions?.uid;
  return { method, path, ...(isShort(wantedUid) && { wantedUid }) };
}

// A review stores nothing either, but its answer has no version, so it needs no name here.
const notStored = /^(?:attach|exec|log|portforward|proxy|token)(?:\/|$)/;

/**
 * What the answer says. Undefined where it says nothing that can be waited for.
 *
 * @throws DecodeError for what is no JSON, as an answer of which the end is missing.
 */
export function writeOf(write: WriteRequest, body: Uint8Array): OwnWrite | undefined {
  if (body.length === 0 && write.method === 'DELETE') return deletedBy(write, {});
  // A Status has no name, so it is no object.
  const encoded = objectIn(body);
  return encoded ? writeOfObject(write, encoded) : writeOfStatus(write, body);
}

/** What a read of an object says: it is there, in that version. Undefined for an answer that is no such object. */
export function foundIn(path: ResourcePath, body: Uint8Array): OwnWrite | undefined {
  const encoded = objectIn(body);
  const object = encoded && objectAt(path, encoded);
  if (!object || !isShort(encoded.resourceVersion) || !isShort(encoded.uid)) return undefined;
  const { uid, resourceVersion } = encoded;
  return { ...object, type: 'written', uid, resourceVersion, encoded };
}

/** What is known of a write without an answer. Undefined where the server was to choose the name. */
export function lostWriteOf(write: WriteRequest, request: HttpRequest): LostWrite | undefined {
  const { path, wantedUid } = write;
  const name = path.name ?? nameIn(request);
  if (name === undefined || name === '' || name.length > longestName) return undefined;
  const object = namedObject(path, name, path.namespace ?? '');
  return { ...object, type: 'lost', ...(wantedUid !== undefined && { uid: wantedUid }) };
}

/** The name that the object of a creation has. */
function nameIn({ body }: HttpRequest): string | undefined {
  const object = parsed(body, longestObject);
  const metadata = isRecord(object) ? object['metadata'] : undefined;
  const name = isRecord(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function writeOfObject(write: WriteRequest, encoded: EncodedObject): OwnWrite | undefined {
  const { path, method } = write;
  const { uid, resourceVersion } = encoded;
  const object = objectAt(path, encoded);
  if (!object) return undefined;
  if (method === 'DELETE' && encoded.metadata.deletionTimestamp === undefined)
    return deletedBy(write, { uid });
  if (!isShort(resourceVersion) || !isShort(uid)) return undefined;
  if (method !== 'DELETE' && isOver(path, encoded))
    return { ...object, type: 'deleted', uid, wasMarked: true };
  const type = method === 'DELETE' ? 'marked' : 'written';
  // The labels of a Scale are its own.
  const isWhole = path.subresource !== 'scale';
  return { ...object, type, uid, resourceVersion, ...(isWhole && { encoded }) };
}

/**
 * Whether a change was the last of an object: nothing holds back its deletion, which had begun. The server answers with what
 * was sent, in the version from before, and so the version tells nothing.
 * https://github.com/kubernetes/apiserver/blob/v0.36.0/pkg/registry/generic/registry/store.go (deleteWithoutFinalizers)
 */
function isOver({ group, plural, subresource }: ResourcePath, { metadata, object }: EncodedObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = metadata;
  if (subresource === 'scale' || deletionTimestamp === undefined) return false;
  if (deletionGracePeriodSeconds !== 0 || finalizers.length > 0) return false;
  // A namespace has finalizers of its own, and an answer without them may be of its metadata alone.
  if (group !== '' || plural !== 'namespaces') return true;
  const spec: unknown = Reflect.get(object, 'spec');
  return isRecord(spec) && (!Array.isArray(spec['finalizers']) || spec['finalizers'].length === 0);
}

function writeOfStatus(write: WriteRequest, body: Uint8Array): OwnWrite | undefined {
  const answer = jsonCodec.decode(body, 'a Status');
  // An eviction that two budgets forbid is answered by 201 and a failure.
  if (!isStatus(answer)) return undefined;
  const status: Status = wellTyped(answer);
  if (status.status !== 'Success') return undefined;
  const { path, method } = write;
  const { uid } = status.details ?? {};
  if (method === 'DELETE' || path.subresource === 'eviction') return deletedBy(write, { uid });
  // Since Kubernetes 1.38 the answer to a binding has a version: kubernetes/kubernetes#142197.
  const { resourceVersion } = status.metadata ?? {};
  if (path.name === undefined || !isShort(resourceVersion)) return undefined;
  return {
    ...namedObject(path, path.name, path.namespace ?? ''),
    type: 'written',
    resourceVersion,
    ...(isShort(uid) && { uid }),
  };
}

function deletedBy(
  { path, wantedUid }: WriteRequest,
  { uid }: { readonly uid?: string | undefined },
): OwnWrite | undefined {
  if (path.name === undefined) return undefined;
  const known = isShort(uid) ? uid : wantedUid;
  return {
    ...namedObject(path, path.name, path.namespace ?? ''),
    type: 'deleted',
    ...(known !== undefined && { uid: known }),
  };
}

/** Undefined where it is another one than the path names. */
function objectAt(path: ResourcePath, { name, namespace }: EncodedObject): WrittenObject | undefined {
  if (path.name === undefined ? name.length > longestName : path.name !== name) return undefined;
  if (path.namespace !== undefined && namespace !== '' && path.namespace !== namespace) return undefined;
  return namedObject(path, name, path.namespace ?? namespace);
}

function namedObject({ group, plural }: ResourcePath, name: string, namespace: string): WrittenObject {
  return { group, plural, key: objectKey(name, namespace === '' ? undefined : namespace), namespace };
}

function objectIn(body: Uint8Array): EncodedObject | undefined {
  try {
    return decodeObject(body, { mayLackVersion: true, keepManagedFields: true });
  } catch {
    return undefined;
  }
}

interface Deletion {
  readonly dryRun?: unknown;
  readonly preconditions?: { readonly uid?: unknown } | null;
}

/** The options of a deletion, which an eviction has as a member. */
function deletionOf(
  method: HttpRequest['method'],
  { subresource }: ResourcePath,
  { body }: HttpRequest,
): Deletion | undefined {
  const isEviction = subresource === 'eviction';
  if (method !== 'DELETE' && !isEviction) return undefined;
  const options = parsed(body, longestOptions);
  const deletion = isEviction && isRecord(options) ? options['deleteOptions'] : options;
  return isRecord(deletion) ? deletion : undefined;
}

/** The value of a body; undefined where it is no JSON, or longer than that. */
function parsed(body: HttpRequest['body'], longest: number): unknown {
  if (body === undefined || body.length > longest) return undefined;
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

// A DNS name has 253 characters, and no kind takes more.
const longestName = 512;

// DeleteOptions have a few hundred bytes.
const longestOptions = 64 * 1024;

// As long as an answer may be: more, no server stores.
const longestObject = 16 * 1024 * 1024;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether it is a uid or a version. Those of servers have 36 and 20 characters; it is kept, so it is bounded. */
function isShort(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && text.length <= 128;
}
