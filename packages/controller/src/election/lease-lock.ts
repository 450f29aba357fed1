// One Lease on a server: reads it, creates it, replaces the version that was read. Each call is one request, and ends in
// time whatever the server does.

import { Api, type Client, DeadlineError, type RequestOptions } from '@kube-rx/client';
import {
  type Clock,
  DecodeError,
  isAlreadyExists,
  isConflict,
  isResourceVersion,
  onAbort,
  untilAborted,
} from '@kube-rx/core';
import type { ElectionInput } from './election.ts';
import { type LeaseObject, Leases } from './lease-record.ts';

export interface LeaseLockOptions {
  readonly client: Client;
  readonly clock: Clock;
  readonly name: string;
  readonly namespace: string;
  /** How long each call may take in all, in ms. */
  readonly timeoutMs: number;
}

type Call<T> = (options: RequestOptions) => Promise<T>;

// The server stores no object of more than 1.5 MiB, unless it is told to.
const maxAnswerBytes = 8 * 1024 * 1024;

export class LeaseLock {
  readonly #options: LeaseLockOptions;
  readonly #api: Api<LeaseObject>;

  /** @throws InvalidRequestError for what is no namespace. */
  constructor(options: LeaseLockOptions) {
    this.#options = options;
    this.#api = Api.namespaced(options.client, Leases, options.namespace);
  }

  /** The Lease as it is; undefined where there is none. */
  read(signal: AbortSignal): Promise<LeaseObject | undefined> {
    return this.#bounded(signal, (call) => this.#api.getOptional(this.#options.name, call));
  }

  create(lease: LeaseObject, signal: AbortSignal): Promise<LeaseObject> {
    return this.#bounded(signal, (call) => this.#api.create(lease, call));
  }

  /** Replaces the version that `lease` names, and no other. */
  replace(lease: LeaseObject, signal: AbortSignal): Promise<LeaseObject> {
    return this.#bounded(signal, (call) => this.#api.replace(this.#options.name, lease, call));
  }

  async #bounded<T extends LeaseObject | undefined>(signal: AbortSignal, send: Call<T>): Promise<T> {
    const { clock, timeoutMs, namespace, name } = this.#options;
    const call = new AbortController();
    const stopListening = onAbort(signal, () => call.abort(signal.reason));
    const timer = clock.schedule(timeoutMs, () => {
      const problem = `Lease ${namespace}/${name}: no whole answer within ${timeoutMs} ms`;
      call.abort(new DeadlineError(problem, { timeoutMs }));
    });
    try {
      // The campaign repeats, by rules of its own. A service that does not listen to signals is left behind.
      const answer = send({ signal: call.signal, timeout: timeoutMs, retry: false, maxAnswerBytes });
      return this.#checked(await untilAborted(answer, call.signal));
    } catch (error) {
      throw call.signal.aborted ? call.signal.reason : error;
    } finally {
      timer.cancel();
      stopListening();
    }
  }

  /** Without its version, the next write would replace whatever is there by then. */
  #checked<T extends LeaseObject | undefined>(lease: T): T {
    if (!lease) return lease;
    const { name, resourceVersion } = lease.metadata;
    const { namespace, name: asked } = this.#options;
    if (name === asked && isVersion(resourceVersion)) return lease;
    const what = name === asked ? 'has no resourceVersion that can be sent back' : 'is of another name';
    throw new DecodeError(`Lease ${namespace}/${asked}: the answer ${what}`, { fault: 'protocol' });
  }
}

/** What a write that failed says of itself: a conflict was not carried out, all else may have been. */
export function failedInput(error: unknown): ElectionInput {
  return { type: isConflict(error) || isAlreadyExists(error) ? 'conflict' : 'failed' };
}

function isVersion(value: unknown): boolean {
  return typeof value === 'string' && value !== '0' && isResourceVersion(value);
}
