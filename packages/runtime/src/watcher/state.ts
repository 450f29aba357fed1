// Where a watcher can be, and the steps from there. Each state holds only what is true in it. What begins and ends each:
// machine.ts.

import { type KubeObject, noPages, type PageProgress } from '@kube-rx/core';
import type { Failure } from './classify.ts';
import type { WatcherEvent } from './event.ts';
import type { InitialProgress } from './initial-progress.ts';
import type { ResolvedWatcherOptions } from './options.ts';
import type { StreamedChanges } from './streamed-changes.ts';

/** A page of a list. */
export interface Listing {
  readonly kind: 'listing';
  readonly continue?: string;
  /** The first page's version, which is the list's. */
  readonly resourceVersion?: string;
  /** The key of the last object of this page that came. */
  readonly last?: string | undefined;
  /** How many objects of this page came. */
  readonly count: number;
  /** Of the pages before. */
  readonly progress: PageProgress;
  /** Pages in a row, up to the one before, that had fewer objects than were asked for, or hardly any. */
  readonly shortPages: number;
  /** All in one page, because a page token expired, or pages did not get on. */
  readonly unpaged: boolean;
  /** `Init` was told of this list. */
  readonly begun: boolean;
}

export const firstPage: Listing = {
  kind: 'listing',
  count: 0,
  progress: noPages,
  shortPages: 0,
  unpaged: false,
  begun: false,
};

/** What to do next. */
export type Operation =
  | Listing
  | { readonly kind: 'streaming' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'probing' };

/** A watch that was asked for. The hot path notes here what it brings, so these fields are written. */
export interface OpenWatch {
  /** How long the server was asked to keep it open. */
  readonly timeoutMs: number;
  /** The version from which it goes on with an earlier watch; undefined where it is the first after an initial state. */
  readonly resumedFrom: string | undefined;
  /** A frame came. */
  delivered: boolean;
  /** A frame said more than was known. */
  hasNews: boolean;
  /** A frame moved the view. From then on this watch has nothing older to tell. */
  advanced: boolean;
}

export interface Streaming<K extends KubeObject> {
  readonly kind: 'streaming';
  readonly watch: OpenWatch;
  /** Since the watch was opened; absent before. */
  readonly changes?: StreamedChanges<K>;
  /** Since the watch was opened; absent before. */
  readonly progress?: InitialProgress;
}

export type State<K extends KubeObject> =
  | { readonly kind: 'idle' }
  | Listing
  | Streaming<K>
  | { readonly kind: 'connecting'; readonly watch: OpenWatch }
  | { readonly kind: 'live'; readonly watch: OpenWatch }
  | { readonly kind: 'probing' }
  | { readonly kind: 'waiting'; readonly next: Operation; readonly until: number }
  | { readonly kind: 'stopped' };

/** Tell the failure, and start `retry` after a delay. */
export interface Retry {
  readonly retry: Operation;
  readonly failure: Failure;
}

/** How long to wait before that. */
export interface Delay {
  readonly delayMs: number;
  /** When the token bucket allows the next start. */
  readonly grantedInMs: number;
}

/**
 * What a state makes of a report: what to tell first, and one way on. The effect under way goes on in the state
 * `enter`; `start` replaces it as soon as its token bucket grants that; or a retry.
 */
export type Step<K extends KubeObject> = {
  readonly events?: readonly WatcherEvent<K>[];
  readonly cannotStream?: true;
} & ({ readonly enter: State<K> } | { readonly start: Operation } | Retry);

/** How long a watch may make no progress with an initial state; undefined: none is read. */
export function idleLimitOf<K extends KubeObject>(
  state: State<K>,
  options: ResolvedWatcherOptions,
): number | undefined {
  return state.kind === 'streaming' ? state.progress?.limitMs(options) : undefined;
}
