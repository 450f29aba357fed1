// Which namespaces shall be watched now: what decides that, and by what.

import type { KubeObject } from '@kube-rx/core';
import type { InterruptedEvent } from '../watcher/event.ts';
import type { ScopeStatus } from '../watcher/status.ts';
import type { JoinedVersions } from './joined-versions.ts';
import type { PartSet } from './part-set.ts';

export interface PlanView extends Pick<ScopeStatus, 'kind' | 'reason' | 'refused'> {
  /** Trouble of finding out which namespaces there are. */
  readonly error?: Error | undefined;
}

export interface Plan {
  readonly view: PlanView;
  start(): void;
  close(): void;
  /** Trouble of the watch of a namespace. */
  interrupted(namespace: string, event: InterruptedEvent): void;
}

/** What a plan acts on. */
export interface PlanContext<K extends KubeObject> {
  readonly parts: PartSet<K>;
  readonly versions: JoinedVersions;
  /** The view is another one. */
  readonly changed: () => void;
  /** Ends the cache. */
  readonly fail: (error: Error) => void;
}
