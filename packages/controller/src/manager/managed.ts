// What a manager takes charge of.

import type { Client } from '@kube-rx/client';
import type { ReadyOptions, WatcherStatus } from '@kube-rx/runtime';
import type { ControllerRunOptions } from '../controller/controller.ts';
import type { ControllerStatus } from '../controller/controller-status.ts';
import type { LeaderElectionOptions } from '../election/election-options.ts';

/** A `Controller` of any kind. */
export interface ManagedController {
  readonly name: string;
  /** Of its first cluster. */
  readonly client: Client;
  readonly status: ControllerStatus;
  run(options: ControllerRunOptions): Promise<void>;
}

/** A `Reflector`, or `SharedReflectors`, for which nothing waits. */
export interface ManagedCache {
  ready?(options: ReadyOptions): Promise<void>;
  readonly status?: WatcherStatus;
  close(): Promise<void>;
}

/** The Lease that is competed for. The log, the clock and the chance are the manager's. */
export interface ManagedElection extends Omit<LeaderElectionOptions, 'client' | 'log' | 'clock' | 'random'> {
  /** Of the cluster in which the Lease is. Default: that of the first controller. */
  readonly client?: Client;
}

export interface PartOptions {
  /** False: it runs in every replica, whoever leads. Default: the manager's own election, if it has one. */
  readonly leaderElection?: ManagedElection | false;
}
