// A write of a run, as far as its answer tells of it.

import type { EncodedObject } from '@kube-rx/core';

/** Which object was written, whatever version of its API the request named. */
export interface WrittenObject {
  /** `''` for the core group. */
  readonly group: string;
  readonly plural: string;
  /** `namespace/name`, or `name`. */
  readonly key: string;
  /** `''` for a cluster-scoped object. */
  readonly namespace: string;
  /** Absent where neither the answer nor the request has it. */
  readonly uid?: string;
}

/**
 * - `written`: created or changed; the answer to a subresource, as `scale`, is of its object.
 * - `marked`: its deletion has begun, and a finalizer or a grace period holds it.
 * - `deleted`: it is gone; of an eviction: gone or marked.
 */
export type OwnWrite =
  | (WrittenObject & {
      readonly type: 'written' | 'marked';
      /** Its version by this write. */
      readonly resourceVersion: string;
      /** As it is now; absent where the answer was of a part of it. A view of the answer: not to be kept. */
      readonly encoded?: EncodedObject;
    })
  | (WrittenObject & {
      readonly type: 'deleted';
      /** Its deletion had begun before, so that only its end is news: its last finalizer was removed. */
      readonly wasMarked?: true;
    });

/** A write that was sent, and of which no answer came: it may have been carried out, or may still be. */
export interface LostWrite extends WrittenObject {
  readonly type: 'lost';
}

/**
 * Asks the server what has become of the object of a write: `written` as it is now, or `deleted`.
 *
 * @throws whatever keeps it from knowing.
 */
export type LiveRead = (signal: AbortSignal) => Promise<OwnWrite>;
