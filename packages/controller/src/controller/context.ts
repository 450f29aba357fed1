// What a run is given besides its object.

import type { Api, Client } from '@kube-rx/client';
import type { ApplyIntent, Clock, KubeObject, ObjectRef, Resource } from '@kube-rx/core';
import type { Store } from '@kube-rx/runtime';
import type { DesiredOptions } from '../apply/desired-options.ts';
import type { EventNote } from '../events/event-note.ts';
import type { Reason } from '../queue/reason.ts';
import type { StatusChange } from '../status/status-of.ts';
import type { ControllerLog } from './controller-log.ts';

/**
 * Each part may be taken out of it.
 *
 * @example const reconcile = async (site: Website, { apply, log }: ReconcileContext<Website>) => { … };
 */
export interface ReconcileContext<K extends KubeObject = KubeObject> {
  /** The name of the cluster that the object is of; `''` unless the controller has several. */
  readonly cluster: string;
  /**
   * Talks to that cluster. What is written by it, the next run of the key sees; its calls end with `signal`. Where the
   * controller is run with a leadership, it writes nothing once the term is over in which the run began.
   */
  readonly client: Client;
  readonly ref: ObjectRef<K>;
  /**
   * Fires when the run takes longer than `timeout`, when the controller stops and its drain is over, and when the process
   * does not lead any more.
   */
  readonly signal: AbortSignal;
  /** Names controller, key, run, attempt and reasons in every record. */
  readonly log: ControllerLog;
  /** No other run of this process has it. */
  readonly runId: string;
  /** Up to four distinct ones. */
  readonly reasons: readonly Reason[];
  /** How many triggers led to this run: at least as many as there are reasons. */
  readonly triggerCount: number;
  /** Runs of the key that failed in a row before this one. */
  readonly failures: number;
  /** Whether the key is given up if this run fails too, until its object changes. */
  readonly isLastAttempt: boolean;
  readonly clock: Clock;
  /** The verbs of a resource by `client`. Default namespace: the object's own; for a cluster-scoped resource none. */
  readonly api: <T extends KubeObject>(resource: Resource<T>, namespace?: string) => Api<T>;
  /**
   * The cache of a declared source in this cluster. That of a source which was added while the controller runs is empty
   * until it has its first list (`whenReady`).
   *
   * @throws InvalidRequestError where no source has this resource.
   */
  readonly store: <T extends KubeObject>(resource: Resource<T>) => Store<T>;
  /**
   * What of a resource the object controls, by uid, from the cache of a declared source.
   *
   * @throws InvalidRequestError where no `owns` has this resource, and while one that was added late has no first list.
   */
  readonly children: <T extends KubeObject>(resource: Resource<T>) => readonly T[];
  /**
   * Server-side apply under the controller's name; sends nothing where the cached object says all of it already. The
   * answer is the newest truth, newer than the caches.
   */
  readonly apply: <T extends KubeObject>(
    resource: Resource<T>,
    desired: ApplyIntent<NoInfer<T>>,
    options?: DesiredOptions,
  ) => Promise<T>;
  /**
   * Sets these fields of the object's status, each as a whole; null and undefined remove one. Sends what differs, and
   * nothing where nothing does.
   *
   * @throws InvalidRequestError for a kind whose token declares no status.
   * @throws ApiError (`isConflict`) where another writer has changed a list that this would replace, where another object
   * has the name by now, and where others write all the time; `isNotFound` where the object is gone.
   */
  readonly status: (status: StatusChange<K>) => Promise<K>;
  /** Records an Event about the object. Never throws, and waits for nothing. */
  readonly event: (note: EventNote) => void;
}
