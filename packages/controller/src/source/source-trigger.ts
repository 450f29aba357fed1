// What sources tell the controller.

import type { EncodedObject, KubeObject } from '@kube-rx/core';
import type { Change } from '@kube-rx/runtime';
import type { ReflectorViewOptions } from '../consistency/reflector-view.ts';
import type { Reason } from '../queue/reason.ts';
import type { HealthNews } from './source-health.ts';
import type { SourceTrouble } from './trouble.ts';

/** Says that a key may have to run; as the work queue takes it. */
export interface SourceTrigger {
  /** The cluster. */
  readonly lane: string;
  /** `low` for an initial state. */
  readonly priority: 'high' | 'low';
  readonly reason: Reason;
  /** Of what is reconciled, as far as it is known; -1 where that is gone. */
  readonly generation?: number;
  /** Of what is reconciled, where its generation does not tell: whether what it asks for has changed. */
  readonly isChanged?: () => boolean;
  /** A person asked for the run by the annotation: it begins also where the key backs off. Its reason is `requested`. */
  readonly isAsked?: true;
  /** What has changed, by which the echo of an own write is known; absent for an initial state. Not to be kept. */
  readonly change?: Change;
}

/** Who is told. Nothing of it may throw. */
export interface SourceListener<K extends KubeObject = KubeObject> {
  onTrigger(key: string, trigger: SourceTrigger): void;
  /**
   * What is reconciled was deleted, before that is told as a trigger. Not told where the object only left the namespaces
   * that are watched. `last` keeps no other memory alive.
   */
  onDeleted?(key: string, last: EncodedObject<K>): void;
  onTrouble(trouble: SourceTrouble): void;
  /** The watch of a source is in trouble, or goes on after that. */
  onHealth?(told: { readonly source: string; readonly cluster: string; readonly news: HealthNews }): void;
  /** A cache was started. What is returned is called when the source lets it go. */
  onCache?(cache: ReflectorViewOptions): () => void;
  /** A status, or whether a cluster is synced, may be another one. */
  onStatus(): void;
}
