// Repeats plain requests that failed for a reason that passes. It repeats no watch, and no call that says
// `retry: false`: their callers repeat by rules of their own, and two owners would multiply the attempts.
//
// | answer                                       | GET, HEAD, OPTIONS | PUT, PATCH, DELETE      | POST  |
// | 429 TooManyRequests                          | repeated           | where it says Retry-After | never |
// | 503, 504                                     | repeated           | never                   | never |
// | connection refused, or lost before an answer | repeated           | never                   | never |
//
// A server that answers 429 has not carried out the request. After any other failure, a write may have been carried out.

import { backoffMs, type Clock, type HttpRequest, type HttpResponse, sleep } from '@kube-rx/core';
import { TransportError } from '../../errors.ts';
import { discard } from '../../response/read-start.ts';
import { isWatch } from '../../response/request-description.ts';
import { parseRetryAfter } from '../../response/retry-after.ts';
import type { Layer } from '../service.ts';

export interface RetryOptions {
  /** How often a request is sent at most, the first time included. 1: no retry. Default 4. */
  readonly attempts?: number;
  /** The delay before the second attempt, in ms; it doubles for each that follows. Default 250. */
  readonly minMs?: number;
  /** The longest delay, in ms. Where the server asks for a longer one, the caller gets its answer. Default 10 s. */
  readonly maxMs?: number;
}

export interface RetryLayerOptions extends RetryOptions {
  readonly clock: Clock;
  /** A number in [0, 1) for each wait. */
  readonly random: () => number;
}

type Outcome = PromiseSettledResult<HttpResponse>;

/**
 * Waits half to all of the delay, at random, so that many clients do not come back at once; a server's
 * Retry-After is a floor, with up to a tenth on top.
 *
 * @example
 * compose([retryLayer({ attempts: 2, clock: systemClock, random: Math.random })], server.service);
 */
export function retryLayer(options: RetryLayerOptions): Layer {
  const { attempts = 4, minMs = 250, maxMs = 10_000, clock, random } = options;

  // Undefined: the outcome is final.
  function delayAfter(attempt: number, request: HttpRequest, outcome: Outcome): number | undefined {
    const header = outcome.status === 'fulfilled' ? outcome.value.headers['retry-after'] : undefined;
    const retryAfterMs = parseRetryAfter(header, clock.now());
    if (attempt >= attempts || !mayRepeat(request, outcome, retryAfterMs)) return undefined;
    const delayMs = backoffMs(attempt - 1, random(), { minMs, maxMs });
    if (retryAfterMs === undefined || retryAfterMs < delayMs) return delayMs;
    return retryAfterMs > maxMs ? undefined : retryAfterMs * (1 + random() / 10);
  }

  return (next) =>
    async (request, callOptions = {}) => {
      if (callOptions.retry === false || isWatch(request)) return next(request, callOptions);
      const { signal } = callOptions;
      for (let attempt = 1; ; attempt += 1) {
        const call = next(request, callOptions);
        const [outcome] = await Promise.allSettled([call]);
        const delayMs = delayAfter(attempt, request, outcome);
        if (delayMs === undefined) return call;
        if (outcome.status === 'fulfilled') await discard(outcome.value.body, signal);
        await sleep(clock, delayMs, signal);
      }
    };
}

function mayRepeat({ method }: HttpRequest, outcome: Outcome, retryAfterMs: number | undefined): boolean {
  const isSafe = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  if (outcome.status === 'rejected') return isSafe && passes(outcome.reason);
  const { status } = outcome.value;
  if (status === 429) return isSafe || (method !== 'POST' && retryAfterMs !== undefined);
  return (status === 503 || status === 504) && isSafe;
}

function passes(error: unknown): boolean {
  return error instanceof TransportError && /^(ECONNREFUSED|ECONNRESET|EPIPE)$/.test(error.code);
}
