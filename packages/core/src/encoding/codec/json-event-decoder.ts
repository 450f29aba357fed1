// Decodes the frames of a watch. In JSON, objects that look as servers write them are scanned, not parsed.

import {
  type BookmarkEvent,
  DecodeError,
  type EncodedObject,
  type EventDecoder,
  isSendable,
  type KubeObject,
  ObjectEvent,
  type WatchEvent,
  wellTyped,
} from '../../index.ts';
import { excerptOf } from '../json/excerpt.ts';
import { isText } from '../json/json-scanner.ts';
import { parseJson } from '../json/parse-json.ts';
import { ObjectDecoder, type ObjectDecoderOptions } from '../object/object-decoder.ts';
import { notUtf8 } from '../object/undecodable.ts';

// API servers begin the frame of a change like this. The object follows.
const heads = (['MODIFIED', 'ADDED', 'DELETED'] as const).map((type) => ({
  type,
  text: `{"type":"${type}","object":`,
}));

export class JsonEventDecoder<K extends KubeObject = KubeObject> implements EventDecoder<K> {
  readonly #objects: ObjectDecoder<K>;

  constructor(options: ObjectDecoderOptions) {
    this.#objects = new ObjectDecoder(options);
  }

  decode(frame: Uint8Array): WatchEvent<K> {
    return this.#scan(frame) ?? watchEventOf(this.#parse(frame), this.#objects);
  }

  #parse(frame: Uint8Array): unknown {
    try {
      return parseJson(frame, 'a frame of the watch');
    } catch (error) {
      throw notUtf8(frame, objectThatIs) ?? error;
    }
  }

  #scan(frame: Uint8Array): ObjectEvent<K> | undefined {
    for (const { type, text } of heads) {
      if (!isText(frame, 0, text)) continue;
      const encoded = this.#objects.scan(frame, text.length, frame.length);
      const last = frame.length - 1;
      const isWhole = this.#objects.scannedEnd === last && frame[last] === 0x7d;
      return encoded && isWhole ? new ObjectEvent(type, encoded) : undefined;
    }
    return undefined;
  }
}

/**
 * Turns the decoded value of a frame, in any encoding, into an event.
 *
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
      return new ObjectEvent(value.type, wrap(value.type, value.object, objects));
    case 'BOOKMARK':
      return bookmark(value.object as RawBookmark | null | undefined);
    case 'ERROR':
      return { type: 'ERROR', status: wellTyped(value.object) };
    default:
      throw new DecodeError('a frame of the watch has no known type', {
        fault: 'protocol',
        excerpt: excerptOf(value),
      });
  }
}

function wrap<K extends KubeObject>(
  type: ObjectEvent['type'],
  object: unknown,
  objects: Pick<ObjectDecoder<K>, 'wrap'>,
): EncodedObject<K> {
  try {
    return objects.wrap(object);
  } catch (error) {
    // A deletion must not be skipped.
    if (type !== 'DELETED' || !(error instanceof DecodeError)) throw error;
    const { fault, message, excerpt } = error;
    throw new DecodeError(message, { fault, ...(excerpt !== undefined && { excerpt }) });
  }
}

/** The object of a frame that says that it is there. */
function objectThatIs(frame: unknown): unknown {
  const { type, object } = (frame ?? {}) as { readonly type?: unknown; readonly object?: unknown };
  return type === 'ADDED' || type === 'MODIFIED' ? object : undefined;
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
  if (!isSendable(resourceVersion))
    throw new DecodeError('a bookmark has a resourceVersion that cannot be sent back', { fault: 'protocol' });
  const initialEventsEnd = annotations?.['k8s.io/initial-events-end'] === 'true';
  return { type: 'BOOKMARK', resourceVersion, initialEventsEnd };
}
