// The port of an encoding: how bodies, frames and objects look on the wire. JSON is one (`jsonCodec` of
// @kube-rx/core/encoding); the rest of kube-rx knows only this port.

import type { DecodeError } from '../errors.ts';
import type { HttpRequest } from '../request/http-request.ts';
import type { ExpectedType, KubeObject } from '../resource/object.ts';
import type { EncodedList } from '../response/list.ts';
import type { WatchEvent } from '../watch/watch-event.ts';
import type { EncodedObject } from './encoded-object.ts';

/** Values to bytes and back, for bodies and for objects in a store. */
export interface ValueCodec {
  /** @throws InvalidRequestError for a whole number whose digits are not known: see `exactInteger`. */
  encode(value: object): NonNullable<HttpRequest['body']>;
  /**
   * `what` names the bytes in an error.
   *
   * @throws DecodeError (`malformed`), which quotes no value.
   */
  decode(bytes: Uint8Array, what: string): unknown;
}

/**
 * An encoding. It has no state; each splitter and decoder serves one body.
 *
 * @example
 * const decoder = jsonCodec.createEventDecoder({ type: { apiVersion: 'v1', kind: 'Pod' } });
 * const frame = new TextEncoder().encode('{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}');
 * console.log(decoder.decode(frame).type);
 */
export interface Codec extends ValueCodec {
  /** The Accept header of a request, and that of a watch. */
  readonly accept: string;
  readonly acceptWatch: string;
  /** The media type of what `encode` makes. */
  readonly contentType: string;
  /** Whether it decodes bodies with this Content-Type header. */
  decodes(contentType: string): boolean;
  createFrameSplitter(options?: FrameSplitterOptions): FrameSplitter;
  createListDecoder<K extends KubeObject>(options: DecodeOptions): ListDecoder<K>;
  createEventDecoder<K extends KubeObject>(options: DecodeOptions): EventDecoder<K>;
}

export interface DecodeOptions {
  /** What the objects must be; fills in the apiVersion and kind that items of a list come without. */
  readonly type: ExpectedType;
  /** Whether to keep `metadata.managedFields`, often a third of the bytes. Default false. */
  readonly keepManagedFields?: boolean | undefined;
  /**
   * Whether to keep nothing but apiVersion, kind and metadata, however much comes. What a server sends as
   * `PartialObjectMetadata` is then an object of `type`. Default false: such an answer is refused.
   */
  readonly metadataOnly?: boolean | undefined;
  /**
   * Whether the list and its objects may come without resourceVersion, as from APIs that store nothing (metrics.k8s.io).
   * It is `''` then. Default false, as nobody can watch them.
   */
  readonly mayLackVersion?: boolean | undefined;
  /**
   * Told of each object of a list that cannot be decoded while the others can: its error has `object`. The list then goes
   * on without it. Default: one such object refuses the list.
   */
  readonly onUndecodable?: ((error: DecodeError) => void) | undefined;
}

export interface FrameSplitterOptions {
  /** The largest frame accepted, in bytes. Default 64 MiB: far above etcd's limit of 1.5 MiB an object. */
  readonly maxFrameBytes?: number;
  /** Whether the next `push` may reuse the memory of frames. Default false. */
  readonly reusesPages?: boolean;
}

/** Cuts the body of a watch into frames, however it is chunked. */
export interface FrameSplitter {
  /**
   * The frames that `chunk` completes, as views. An incomplete frame is copied.
   *
   * @throws DecodeError (`tooLarge`) for a frame above the limit.
   */
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** Whether a frame has begun and is not whole. */
  readonly isWithinFrame: boolean;
  /** Ends the body. @throws DecodeError (`malformed`) inside a frame. */
  end(): void;
}

/**
 * Decodes the body of a LIST while it arrives. Both methods throw a DecodeError if the body is cut, is no list of the
 * kind, or holds an object without name or (unless it may lack that) resourceVersion. Then discard what `push` returned: a page is all or nothing.
 */
export interface ListDecoder<K extends KubeObject = KubeObject> {
  /** The objects that `chunk` completes, as views. An incomplete one is copied. */
  push(chunk: Uint8Array): readonly EncodedObject<K>[];
  /** The list's metadata, and the objects that `push` has not returned. */
  end(): EncodedList<K>;
}

export interface EventDecoder<K extends KubeObject = KubeObject> {
  /**
   * Decodes one frame; its object is a view of the frame.
   *
   * @throws DecodeError `malformed` for a frame that cannot be decoded, `protocol` for an unknown event type, an
   * object of another kind, or one without name or resourceVersion.
   */
  decode(frame: Uint8Array): WatchEvent<K>;
}
