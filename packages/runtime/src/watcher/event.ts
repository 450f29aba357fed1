// What the self-healing watcher tells its consumer; the names are kube-rs'.
//
// Grammar: `(Init InitApply* (InitDone (Apply|Delete|Bookmark)*)?)*`, with `Interrupted` anywhere, and `Skipped` where
// an object could be. An initial state without `InitDone` is void: the next `Init` starts over.

import type { DecodeError, EncodedObject, KubeObject } from '@kube-rx/core';
import type { Doubt, Verdict } from './classify.ts';

/** A new initial state begins; keep the old one until `InitDone`. */
export interface InitEvent {
  readonly type: 'Init';
  /**
   * For a consumer that holds the objects: `doubt` is called when all objects of this state were told, before
   * `InitDone`. If it returns how many are missing, this state is void; the next one that says the same is believed.
   */
  guard?(doubt: () => Doubt | undefined): void;
  /**
   * For a consumer that holds the objects: `holding` gives what it holds under the key of an object, of whatever uid, as
   * long as the events after this `Init` are told. By this a frame that is older than the view is known as news, or not.
   */
  hold?(holding: Holding): void;
  /**
   * True where the server's history may be another one than before: an object may then differ from what is held under the
   * same uid and version. Default false.
   */
  readonly anew?: boolean;
}

/** What a consumer holds under the key of an object. */
export type Holding = (encoded: EncodedObject) => EncodedObject | undefined;

/** The `Init` that a watcher tells. */
export class GuardedInit implements InitEvent {
  readonly type = 'Init';
  readonly anew: boolean;
  readonly #guards: (() => Doubt | undefined)[] = [];
  #holding: Holding | undefined;

  constructor(anew: boolean) {
    this.anew = anew;
  }

  hold(holding: Holding): void {
    this.#holding = holding;
  }

  /** What the consumer that holds the objects has; undefined where there is none. */
  get holding(): Holding | undefined {
    return this.#holding;
  }

  guard(doubt: () => Doubt | undefined): void {
    this.#guards.push(doubt);
  }

  /** The first doubt of the guards; undefined if there is none. */
  judge(): Doubt | undefined {
    for (const guard of this.#guards) {
      const doubt = guard();
      if (doubt) return doubt;
    }
    return undefined;
  }
}

/**
 * An object as it is now (`InitApply`, `Apply`), or as it was last (`Delete`).
 *
 * @example
 * watcher(pods).subscribe((event) => event instanceof ObjectWatcherEvent && console.log(event.encoded.key));
 */
export class ObjectWatcherEvent<K extends KubeObject = KubeObject> {
  readonly type: 'InitApply' | 'Apply' | 'Delete';
  readonly encoded: EncodedObject<K>;

  constructor(type: 'InitApply' | 'Apply' | 'Delete', encoded: EncodedObject<K>) {
    this.type = type;
    this.encoded = encoded;
  }

  /** Decoded when first read; shared by all readers. */
  get object(): K {
    return this.encoded.object;
  }
}

/**
 * An object that exists could not be decoded, and is left out: a consumer keeps what it has of it. A store marks it as
 * stale; where it is not known which one it is, a store deletes nothing by this initial state.
 */
export interface SkippedEvent {
  readonly type: 'Skipped';
  readonly error: DecodeError;
  /** `namespace/name`, or `name`; absent where that cannot be read. */
  readonly key?: string;
}

export function skipped(error: DecodeError): SkippedEvent {
  const { key } = error.object ?? {};
  return { type: 'Skipped', error, ...(key !== undefined && { key }) };
}

/** The initial state is complete: what it did not hold no longer exists. */
export interface InitDoneEvent {
  readonly type: 'InitDone';
  readonly resourceVersion: string;
}

/** Progress without a change. */
export interface WatcherBookmarkEvent {
  readonly type: 'Bookmark';
  readonly resourceVersion: string;
}

/** Trouble, and what is done about it. The watcher goes on by itself. */
export interface InterruptedEvent {
  readonly type: 'Interrupted';
  readonly error: Error;
  readonly verdict: Verdict;
  /** Tries in a row that failed, this one included. */
  readonly attempt: number;
  /** Milliseconds until the next try. */
  readonly retryInMs: number;
  /** What the consumer's view holds; absent before the first `InitDone`. */
  readonly resourceVersion?: string;
}

export type WatcherEvent<K extends KubeObject = KubeObject> =
  | InitEvent
  | ObjectWatcherEvent<K>
  | SkippedEvent
  | InitDoneEvent
  | WatcherBookmarkEvent
  | InterruptedEvent;
