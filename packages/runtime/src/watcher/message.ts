// What the driver and the machine tell each other: reports in, effects out.

import type {
  BookmarkEvent,
  DecodeError,
  EncodedObject,
  KubeObject,
  ListMeta,
  ListParams,
  ObjectEvent,
  WatchParams,
} from '@kube-rx/core';
import type { Doubt } from './classify.ts';
import type { WatcherEvent } from './event.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import type { OpenOptions } from './source.ts';

/** A frame of the open watch. */
export type Frame<K extends KubeObject> = ObjectEvent<K> | BookmarkEvent;

/** The history that the server has now, as it was found out. */
export interface NewHistory {
  /** A version that it has: it goes at least so far. */
  readonly resourceVersion: string;
  /** It is known to be that of the view's own database, which has lost the view's version. */
  readonly akin: boolean;
}

export type Report<K extends KubeObject> =
  | Frame<K>
  | { readonly type: 'start' | 'opened' | 'ended' | 'alarm' | 'stop' }
  /** An open watch is looked at, as it wanted; or the process stood still, and everything with it. */
  | { readonly type: 'look' | 'standstill' }
  /** Objects of a page, as they arrive; none, where the page turns out to be empty. */
  | {
      readonly type: 'items';
      readonly items: readonly EncodedObject<K>[];
      /** Those that could not be decoded. */
      readonly undecodable?: readonly DecodeError[];
    }
  /** A frame with an object that could not be decoded. */
  | { readonly type: 'undecodable'; readonly error: DecodeError }
  /** A page is whole: all of its items were reported. */
  | { readonly type: 'page'; readonly list: ListMeta; readonly doubt?: Doubt | undefined }
  /** The bookmark that ends the initial events. */
  | { readonly type: 'endMark'; readonly resourceVersion: string; readonly doubt?: Doubt | undefined }
  | { readonly type: 'failed'; readonly error: Error }
  /** The server was found to have another history than the view. */
  | ({ readonly type: 'historyReplaced' } & NewHistory)
  /** The server was found to have all that the view has, by a question that was asked at `since`. */
  | { readonly type: 'historyKept'; readonly since: number }
  /** An audit found that the consumer's view is wrong. */
  | { readonly type: 'drifted'; readonly error: Error }
  /** An audit was answered by a list that is older than the view. */
  | { readonly type: 'historyDoubted' }
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

/** What the machine asks the driver to do. */
export type Effect =
  | {
      readonly type: 'list';
      readonly id: number;
      readonly params: ListParams & Pick<OpenOptions, 'connection'>;
    }
  | {
      readonly type: 'watch';
      readonly id: number;
      readonly params: WatchParams & Pick<OpenOptions, 'connection'>;
      /** How long the watch may be open. */
      readonly deadlineMs: number;
    }
  | {
      readonly type: 'wait';
      readonly id: number;
      readonly delayMs: number;
      /** Present where the server could not be reached: once it can, the wait may be over, but no sooner than this. */
      readonly grantedInMs?: number;
    }
  /** A second watch, after a delay and in its turn, beside the effect under way, which goes on. */
  | {
      readonly type: 'secondWatch';
      readonly id: number;
      readonly params: WatchParams & Pick<OpenOptions, 'connection'>;
      readonly deadlineMs: number;
      readonly delayMs: number;
    }
  /** The second watch replaces the first, whose connection may be dead. */
  | { readonly type: 'promote'; readonly id: number; readonly isDead: boolean }
  /** The second watch, if there is one, is given up. */
  | { readonly type: 'drop' };

/** What a report leads to. Holds until the next report. */
export interface Output<K extends KubeObject> {
  /** To be told first. */
  readonly events: readonly WatcherEvent<K>[];
  /** Replaces the effect under way, unless it is about a second watch. */
  readonly effect?: Effect;
  /** This server cannot stream an initial state; worth remembering. */
  readonly cannotStream?: true;
}
