// The options of a manager, with every default in one place.

import { type Clock, InvalidRequestError, quotedText, systemClock } from '@kube-rx/core';
import { isMembers } from '../apply/members.ts';
import { type ControllerLog, isLog } from '../controller/controller-log.ts';
import type { MetricsPage } from '../metrics/metrics-page.ts';
import type { ManagedCache, ManagedController, ManagedElection } from './managed.ts';

export interface ManagerHttpOptions {
  /** 0: any that is free, as `address` tells. */
  readonly port: number;
  /** Default: all addresses, as a kubelet asks by that of the Pod. */
  readonly host?: string;
}

/** Where HTTP is served. */
export interface ManagerAddress {
  readonly host: string;
  readonly port: number;
}

export interface ManagerOptions {
  readonly controllers?: readonly ManagedController[];
  /** Of the replicas of this program one acts, and the others are on standby. Default: each acts. */
  readonly leaderElection?: ManagedElection | false;
  /** Where `/healthz`, `/livez`, `/readyz` and `/metrics` are served, without TLS. Default: nowhere. */
  readonly http?: ManagerHttpOptions | false;
  /** What `/metrics` says. Default: there is no such page. */
  readonly metrics?: MetricsPage | false;
  /** Caches that must be ready before anything else begins, by names for `/readyz`. They are closed at the end. */
  readonly caches?: Readonly<Record<string, ManagedCache>>;
  /**
   * How long all may take to end, in ms. After that `run` rejects, and names what hangs. A Pod's
   * `terminationGracePeriodSeconds` should be longer. Default 30,000.
   */
  readonly stopTimeout?: number;
  /** Whether SIGTERM and SIGINT end `run`, and a second one the process. Default true. */
  readonly signals?: boolean;
  /** Default: pino, to stdout. False: nothing is logged. */
  readonly log?: ControllerLog | false;
  readonly clock?: Clock;
}

export type ResolvedManagerOptions = Required<
  Omit<ManagerOptions, 'controllers' | 'log' | 'leaderElection'>
> &
  Pick<ManagerOptions, 'log' | 'leaderElection'>;

/** @throws InvalidRequestError for what cannot be. */
export function resolveManagerOptions(options: ManagerOptions): ResolvedManagerOptions {
  const {
    http = false,
    metrics = false,
    caches = {},
    // As controller-runtime's GracefulShutdownTimeout.
    stopTimeout = 30_000,
    signals = true,
    clock = systemClock,
    log,
  } = options;
  if (http !== false) checkHttp(http);
  if (metrics !== false && !hasFunctions(metrics, ['text']))
    refuse('metrics must be a page of metrics, or false');
  for (const [name, cache] of Object.entries(caches))
    if (!hasFunctions(cache, ['close'])) refuse(`the cache ${quotedText(name)} must be a Reflector`);
  if (!(typeof stopTimeout === 'number' && stopTimeout > 0))
    refuse(`stopTimeout must be a duration above 0 ms, not ${String(stopTimeout)}`);
  if (log !== undefined && log !== false && !isLog(log))
    refuse('log must be a logger of the shape of pino, or false');
  return { ...options, http, metrics, caches, stopTimeout, signals, clock };
}

function checkHttp({ port, host }: ManagerHttpOptions): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    refuse(`http.port must be a whole number up to 65535, not ${String(port)}`);
  if (host !== undefined && (typeof host !== 'string' || host === ''))
    refuse('http.host must be an address or a name');
}

export function hasFunctions(value: unknown, names: readonly string[]): boolean {
  return isMembers(value) && names.every((name) => typeof value[name] === 'function');
}

export function refuse(why: string): never {
  throw new InvalidRequestError(`manager: ${why}`);
}
