// What the driver tells the machine.

import type { BookmarkEvent, EncodedObject, KubeObject, ListMeta, ObjectEvent } from '@kube-rx/core';
import type { ResolvedWatcherOptions } from './options.ts';
import type { Doubt } from './watch-error.ts';

/** A frame of the open watch. */
export type Frame<K extends KubeObject> = ObjectEvent<K> | BookmarkEvent;

export type Report<K extends KubeObject> =
  | Frame<K>
  | { readonly type: 'start' | 'opened' | 'ended' | 'alarm' | 'stop' }
  /** Objects of a page, as they arrive; none, where the page turns out to be empty. */
  | { readonly type: 'items'; readonly items: readonly EncodedObject<K>[] }
  /** A page is whole: all of its items were reported. */
  | { readonly type: 'page'; readonly list: ListMeta; readonly doubt?: Doubt | undefined }
  /** The bookmark that ends the initial events. */
  | { readonly type: 'endMark'; readonly resourceVersion: string; readonly doubt?: Doubt | undefined }
  | { readonly type: 'failed'; readonly error: Error }
  /** A watch was open for too long, or without progress; it was silent for the last `idleMs`. */
  | { readonly type: 'overdue'; readonly idleMs: number };

/** Of which effect a report is, when it happened, and chance. The driver reuses one for all frames of a watch. */
export interface Moment {
  readonly effectId: number;
  /** Monotonic milliseconds. */
  readonly now: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

/** Now; for the next report of the same effect, `now` may be set anew. */
export function momentOf(
  { clock, random }: Pick<ResolvedWatcherOptions, 'clock' | 'random'>,
  effectId: number,
): Moment & { now: number } {
  return { effectId, now: clock.monotonic(), random: random() };
}
