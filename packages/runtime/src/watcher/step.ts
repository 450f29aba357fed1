// What a state makes of a report, for the machine to carry out.

import type { KubeObject } from '@kube-rx/core';
import type { Failure } from './classify.ts';
import type { WatcherEvent } from './event.ts';
import type { Operation, State } from './state.ts';

/** Tell the failure, and start `retry` after a delay. */
export interface Retry {
  readonly retry: Operation;
  readonly failure: Failure;
}

/**
 * What to tell first, and one way on: the effect under way goes on in the state `enter`; `start` replaces it as soon as
 * its token bucket grants that; or a retry.
 */
export type Step<K extends KubeObject> = {
  readonly events?: readonly WatcherEvent<K>[];
  readonly cannotStream?: true;
} & ({ readonly enter: State<K> } | { readonly start: Operation } | Retry);
