// Turns the decoded value of a watch frame into an event.

import {
  type BookmarkEvent,
  DecodeError,
  type KubeObject,
  ObjectEvent,
  type WatchEvent,
} from '@kube-rx/core';
import { excerptOf } from '../json/excerpt.ts';
import type { ObjectDecoder } from '../object/object-decoder.ts';

/**
 * @throws DecodeError (`protocol`) for an unknown type, or an object without name or resourceVersion.
 * @example watchEventOf({ type: 'ADDED', object: pod }, new ObjectDecoder<Pod>()); // an ObjectEvent
 */
export function watchEventOf<K extends KubeObject>(
  frame: unknown,
  objects: Pick<ObjectDecoder<K>, 'wrap'>,
): WatchEvent<K> {
  const value = frame as { readonly type?: unknown; readonly object?: unknown } | null;
  switch (value?.type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return new ObjectEvent(value.type, objects.wrap(value.object));
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
