// What the machine and its driver say to each other.

import type { KubeObject, ListParams, WatchParams } from '@kube-rx/core';
import type { EncodedList } from '@kube-rx/encoding';
import type { WatcherEvent } from './event.ts';
import type { Doubt } from './watch-error.ts';

/** When something happened: monotonic milliseconds, and chance, uniform in [0, 1). */
export interface Moment {
  readonly attempt: number;
  readonly now: number;
  readonly random: number;
}

/** What the driver reports. */
export type Report<K extends KubeObject> =
  | { readonly type: 'start' | 'opened' | 'ended' | 'alarm' | 'stop' }
  | { readonly type: 'page'; readonly list: EncodedList<K>; readonly doubt?: Doubt | undefined }
  /** The bookmark that ends the initial events. */
  | { readonly type: 'endMark'; readonly resourceVersion: string; readonly doubt?: Doubt | undefined }
  | { readonly type: 'failed'; readonly error: Error }
  /** A watch was open for too long, or without progress; it was silent for the last `idleMs`. */
  | { readonly type: 'overdue'; readonly idleMs: number };

export type Input<K extends KubeObject> = Report<K> & Moment;

export type Effect =
  | { readonly type: 'list'; readonly attempt: number; readonly params: ListParams }
  | {
      readonly type: 'watch';
      readonly attempt: number;
      readonly params: WatchParams;
      /** How long the watch may be open. */
      readonly deadlineMs: number;
    }
  | { readonly type: 'wait'; readonly attempt: number; readonly delayMs: number };

export interface Output<K extends KubeObject> {
  readonly events: readonly WatcherEvent<K>[];
  /** What replaces everything outstanding. */
  readonly effect?: Effect;
  /** This server cannot stream an initial state; worth remembering. */
  readonly cannotStream?: true;
}
