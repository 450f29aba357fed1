// What gates need of a cache.

import type { Resource } from '@kube-rx/core';
import type { CacheView } from './gate.ts';
import type { OwnWrite } from './own-write.ts';
import type { Wanted } from './wanted.ts';

/** A cache that can say what it selects, and when to look again. */
export interface WatchedView extends CacheView {
  readonly cluster: string;
  readonly resource: Pick<Resource, 'group' | 'plural'>;
  selects(write: OwnWrite): boolean;
  /** Calls back whenever one of `late` may have been shown, until the returned function is called. */
  watch(late: readonly Wanted[], onChange: () => void): () => void;
  /** How far it is, in words. */
  describe(): string;
}
