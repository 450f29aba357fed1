// What one frame of a watch says.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes

import { DecodeError, type ExpectedType, type KubeObject, type Status } from '@kube-rx/core';
import { excerptOf } from '../json/excerpt.ts';
import { parseJson } from '../json/parse-json.ts';
import type { EncodedObject } from '../object/encoded-object.ts';
import { type DecodeOptions, ObjectDecoder } from '../object/object-decoder.ts';

/** A change of one object. Under a selector, ADDED and DELETED also mean entering and leaving the selection. */
export class ObjectEvent<K extends KubeObject = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly encoded: EncodedObject<K>;

  constructor(type: 'ADDED' | 'MODIFIED' | 'DELETED', encoded: EncodedObject<K>) {
    this.type = type;
    this.encoded = encoded;
  }

  /** The object, decoded when first read. A DELETED one is the last state under the deletion's resourceVersion. */
  get object(): K {
    return this.encoded.object;
  }
}

/** Progress without a change: a watch may be resumed from here. */
export interface BookmarkEvent {
  readonly type: 'BOOKMARK';
  readonly resourceVersion: string;
  /** True for the one bookmark that ends the initial events of a `sendInitialEvents` watch. */
  readonly initialEventsEnd: boolean;
}

/** The server gives the watch up. */
export interface ErrorEvent {
  readonly type: 'ERROR';
  readonly status: Status;
}

export type WatchEvent<K extends KubeObject = KubeObject> = ObjectEvent<K> | BookmarkEvent | ErrorEvent;

/**
 * Decodes one frame, without parsing the object where it is as servers write it. With `type`, an object of
 * another kind (a Table, say) is refused. The object is a view of the frame.
 *
 * @throws DecodeError `malformed` for anything that is not JSON, `protocol` for an unknown event type or an
 * object without name or resourceVersion.
 */
export function decodeWatchEvent<K extends KubeObject>(
  frame: Uint8Array,
  type?: ExpectedType,
  options: Pick<DecodeOptions, 'keepManagedFields'> = {},
): WatchEvent<K> {
  const decoder = new ObjectDecoder<K>({ type, keepManagedFields: options.keepManagedFields });
  return scanObjectEvent(frame, decoder) ?? parseFrame(frame, decoder);
}

// As every API server begins the frame of a change; the object is what follows.
const heads = (['MODIFIED', 'ADDED', 'DELETED'] as const).map((type) => ({
  type,
  bytes: new TextEncoder().encode(`{"type":"${type}","object":`),
}));

function scanObjectEvent<K extends KubeObject>(
  frame: Uint8Array,
  decoder: ObjectDecoder<K>,
): ObjectEvent<K> | undefined {
  for (const { type, bytes } of heads) {
    if (!startsWith(frame, bytes)) continue;
    const encoded = decoder.scan(frame, bytes.length, frame.length);
    const last = frame.length - 1;
    return encoded?.end === last && frame[last] === 0x7d ? new ObjectEvent(type, encoded) : undefined;
  }
  return undefined;
}

function startsWith(frame: Uint8Array, head: Uint8Array): boolean {
  for (let at = head.length - 1; at >= 0; at -= 1) if (frame[at] !== head[at]) return false;
  return true;
}

function parseFrame<K extends KubeObject>(frame: Uint8Array, decoder: ObjectDecoder<K>): WatchEvent<K> {
  const value = parseJson(frame, 'a frame of the watch') as RawFrame | null;
  switch (value?.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return new ObjectEvent(value.type, decoder.take(value.object));
    case 'BOOKMARK':
      return bookmark(value.object as RawBookmark | null | undefined);
    case 'ERROR':
      return { type: 'ERROR', status: typeof value.object === 'object' ? (value.object ?? {}) : {} };
    default:
      throw new DecodeError('a frame of the watch has no known type', {
        fault: 'protocol',
        excerpt: excerptOf(value),
      });
  }
}

interface RawFrame {
  readonly type?: unknown;
  readonly object?: unknown;
}

interface RawBookmark {
  readonly metadata?: {
    readonly resourceVersion?: unknown;
    readonly annotations?: Readonly<Record<string, unknown>> | null;
  } | null;
}

function bookmark(object: RawBookmark | null | undefined): BookmarkEvent {
  const { resourceVersion, annotations } = object?.metadata ?? {};
  if (typeof resourceVersion !== 'string' || resourceVersion === '')
    throw new DecodeError('a bookmark has no resourceVersion', { fault: 'protocol' });
  const initialEventsEnd = annotations?.['k8s.io/initial-events-end'] === 'true';
  return { type: 'BOOKMARK', resourceVersion, initialEventsEnd };
}
