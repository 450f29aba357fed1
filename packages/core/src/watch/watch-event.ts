// What one frame of a watch says.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes

import type { EncodedObject } from '../codec/encoded-object.ts';
import type { KubeObject } from '../resource/object.ts';
import type { Status } from '../response/status.ts';

/**
 * A change of one object. Under a selector, ADDED and DELETED also mean entering and leaving the selection.
 *
 * @example for await (const event of pods.watch()) if (event instanceof ObjectEvent) console.log(event.object);
 */
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
export interface WatchErrorEvent {
  readonly type: 'ERROR';
  readonly status: Status;
}

export type WatchEvent<K extends KubeObject = KubeObject> = ObjectEvent<K> | BookmarkEvent | WatchErrorEvent;
