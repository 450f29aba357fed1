// What the machine asks the driver to do.

import type { KubeObject, ListParams, WatchParams } from '@kube-rx/core';
import type { WatcherEvent } from './event.ts';

export type Effect =
  | { readonly type: 'list'; readonly id: number; readonly params: ListParams }
  | {
      readonly type: 'watch';
      readonly id: number;
      readonly params: WatchParams;
      /** How long the watch may be open. */
      readonly deadlineMs: number;
    }
  | { readonly type: 'wait'; readonly id: number; readonly delayMs: number };

/** What a report leads to. Holds until the next report. */
export interface Output<K extends KubeObject> {
  /** To be told first. */
  readonly events: readonly WatcherEvent<K>[];
  /** Replaces the effect under way. */
  readonly effect?: Effect;
  /** This server cannot stream an initial state; worth remembering. */
  readonly cannotStream?: true;
}
