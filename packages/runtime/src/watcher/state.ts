// Where a watcher can be: each state holds only what is true in it. What begins and ends each: machine.ts.

import type { WatcherPhase } from './status.ts';

export interface Listing {
  readonly kind: 'listing';
  readonly continue?: string;
  /** The first page's version, which is the list's. */
  readonly resourceVersion?: string;
  readonly unpaged: boolean;
  /** `Init` was told of this list. */
  readonly begun?: true;
}

/** `open`: the head of the answer came. */
type Streaming = { readonly kind: 'streaming'; readonly open: boolean };

export type Operation = Listing | Streaming | { readonly kind: 'connecting' } | { readonly kind: 'probing' };

export type State =
  | { readonly kind: 'idle' }
  | Operation
  | { readonly kind: 'live'; readonly since: number }
  | { readonly kind: 'waiting'; readonly next: Operation; readonly until: number }
  | { readonly kind: 'stopped' };

/** A state as users are told of it. */
export function phaseOf({ kind }: State): WatcherPhase {
  if (kind === 'idle') return 'listing';
  return kind === 'probing' ? 'connecting' : kind;
}
