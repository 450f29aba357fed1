// What a run asks of its cluster.

import type { KubeObject } from '@kube-rx/core';
import type { RunScope } from './run-context.ts';

export interface RunCluster<K extends KubeObject> {
  readonly scope: RunScope<K>;
  /** From the primary's cache. */
  object(key: string): K | undefined;
  /** Nothing more of a key is known. */
  forget(key: string): void;
}
