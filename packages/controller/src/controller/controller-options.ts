// The options of a controller, with every default in one place.

import {
  type Clock,
  InvalidRequestError,
  type KubeObject,
  type ObjectRef,
  quotedText,
  systemClock,
} from '@kube-rx/core';
import type { SharedReflectors } from '@kube-rx/runtime';
import { queueSettings, type WorkQueueOptions } from '../queue/queue-options.ts';
import type { SourceOptions } from '../source/declaration.ts';
import type { Action } from './action.ts';
import type { ReconcileContext } from './context.ts';
import { type ControllerLog, isLog } from './controller-log.ts';

// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a function without a return gives void
type Returned = Action | void;

/** What a run gives, now or later. Nothing is `Action.done()`. */
export type RunResult = Returned | Promise<Returned>;

/**
 * Brings the world closer to what the object asks for. It is told what is so, not what has happened: it must come to the
 * same end however often it runs, and from wherever the last run stopped.
 */
export type Reconcile<K extends KubeObject> = (object: K, context: ReconcileContext<K>) => RunResult;

/** `last` is the object as it was last seen. One of the same name may be there already: it runs next. */
export type OnDeleted<K extends KubeObject> = (
  ref: ObjectRef<K>,
  context: ReconcileContext<K>,
  last: K,
) => RunResult;

/** How keys wait for their runs. */
export type QueueingOptions = Omit<WorkQueueOptions, 'random' | 'source'>;

/** What of the primary's objects is watched, and which of their changes lead to runs. */
export type PrimaryOptions<K extends KubeObject> = Pick<
  SourceOptions<K>,
  | 'predicate'
  | 'labelSelector'
  | 'fieldSelector'
  | 'namespaces'
  | 'probeInterval'
  | 'labelIndexes'
  | 'indexes'
>;

const primaryNames = [
  'predicate',
  'labelSelector',
  'fieldSelector',
  'namespaces',
  'probeInterval',
  'labelIndexes',
  'indexes',
] as const satisfies readonly (keyof PrimaryOptions<KubeObject>)[];

export interface ControllerOptions<K extends KubeObject> extends QueueingOptions, PrimaryOptions<K> {
  readonly reconcile: Reconcile<K>;
  /**
   * Runs where the object is gone. It is no finalizer: what goes while no controller runs, or while this one is on
   * standby, it is not told of. Default: nothing runs.
   */
  readonly onDeleted?: OnDeleted<K>;
  /** In logs, metrics and fields that it owns. Default: the resource, as `websites.shop.example`. */
  readonly name?: string;
  /** The name of the cluster of the Api that the controller is made of. Default `''`. */
  readonly cluster?: string;
  /** How many keys run at once. Default 1. */
  readonly concurrency?: number;
  /** After so long a run has failed, and its signal fires. Default 300,000. */
  readonly timeout?: number;
  /** After so many failures in a row a key waits until its object changes. Default: never. */
  readonly maxAttempts?: number;
  /** Default: pino, to stdout. False: nothing is logged. */
  readonly log?: ControllerLog | false;
  /** How long a cluster's sources may take until all are synced, before that is told. Default 120,000. */
  readonly syncTimeout?: number;
  /** `wait`: log an error, and go on when they are. `fail`: `run` rejects. Default `wait`. */
  readonly onSyncTimeout?: 'wait' | 'fail';
  /**
   * How long the next run of a key may wait until caches have what the last one wrote, before it goes ahead all the same;
   * 0: never. Default 5,000.
   */
  readonly consistencyTimeout?: number;
  /** How long runs may go on after the signal of `run` has fired, before their own signals fire. Default 20,000. */
  readonly drainTimeout?: number;
  /** Shares watches with other controllers. Default: the controller has its own. */
  readonly caches?: SharedReflectors;
  readonly clock?: Clock;
  /** Uniform in [0, 1). Default `Math.random`. */
  readonly random?: () => number;
}

type Optional = 'onDeleted' | 'log' | 'caches' | keyof QueueingOptions | keyof PrimaryOptions<KubeObject>;

export type ResolvedControllerOptions<K extends KubeObject> = Required<Omit<ControllerOptions<K>, Optional>> &
  Pick<ControllerOptions<K>, Optional>;

/** @throws InvalidRequestError for what is no function, and for a number out of range. */
export function resolveControllerOptions<K extends KubeObject>(
  options: ControllerOptions<K>,
  defaultName: string,
): ResolvedControllerOptions<K> {
  const {
    reconcile,
    onDeleted,
    name = defaultName,
    cluster = '',
    concurrency = 1,
    // Longer than any request that is worth waiting for, and short enough that somebody looks the same day.
    timeout = 300_000,
    maxAttempts = Infinity,
    // As controller-runtime's CacheSyncTimeout.
    syncTimeout = 120_000,
    onSyncTimeout = 'wait',
    consistencyTimeout = 5000,
    // With the 10 s that runs get whose signal has fired, all of the 30 s that a Pod has by default.
    drainTimeout = 20_000,
    clock = systemClock,
    random = Math.random,
  } = options;
  if (typeof name !== 'string' || name === '')
    throw new InvalidRequestError(`controller: name must be a text that is not empty`);
  const refuse = (why: string): never => {
    throw new InvalidRequestError(`controller ${name}: ${why}`);
  };
  if (typeof reconcile !== 'function') refuse('reconcile must be a function');
  if (onDeleted !== undefined && typeof onDeleted !== 'function') refuse('onDeleted must be a function');
  if (options.log !== undefined && options.log !== false && !isLog(options.log))
    refuse('log must be a logger of the shape of pino, or false');
  if (typeof random !== 'function') refuse('random must be a function');
  if (typeof cluster !== 'string') refuse('cluster must be a text');
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    refuse(`concurrency must be a whole number above 0, not ${shown(concurrency)}`);
  if (maxAttempts !== Infinity && (!Number.isSafeInteger(maxAttempts) || maxAttempts < 1))
    refuse(`maxAttempts must be a whole number above 0, not ${shown(maxAttempts)}`);
  if (!['wait', 'fail'].includes(onSyncTimeout))
    refuse(`onSyncTimeout must be 'wait' or 'fail', not ${shown(onSyncTimeout)}`);
  for (const [limit, duration] of Object.entries({ timeout, syncTimeout }))
    if (!(durationOf(duration) > 0)) refuse(`${limit} must be a duration above 0 ms, not ${shown(duration)}`);
  for (const [limit, duration] of Object.entries({ drainTimeout, consistencyTimeout }))
    if (!(durationOf(duration) >= 0))
      refuse(`${limit} must be a duration in milliseconds, not ${shown(duration)}`);
  queueSettings({ ...options, random });
  const sizes = { concurrency, maxAttempts };
  const times = { timeout, syncTimeout, onSyncTimeout, consistencyTimeout, drainTimeout };
  return { ...options, name, cluster, ...sizes, ...times, clock, random };
}

/** A text, as a variable of the environment is, compares as a number and adds up as a text. */
function durationOf(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quotedText(value) : String(value);
}

/** What of the options is about watching the primary. */
export function primaryOptions<K extends KubeObject>(options: PrimaryOptions<K>): PrimaryOptions<K> {
  const entries = primaryNames.map((name) => [name, options[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
