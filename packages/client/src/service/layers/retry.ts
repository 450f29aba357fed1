// Repeats plain requests that failed for a reason that passes. It repeats no watch, and no call that says
// `retry: false`: their callers repeat by rules of their own, and two owners would multiply the attempts.
//
// | answer                                       | GET, HEAD, OPTIONS | PUT, PATCH, DELETE, POST |
// | 429, 503 that ask for it (Retry-After)       | repeated           | repeated                 |
// | 429, 503, 504 that do not                    | repeated           | never                    |
// | another 5xx that asks for it                 | repeated           | never                    |
// | connection refused, or lost before an answer | repeated           | never                    |
//
// A request for a WebSocket counts as a write, though it is a GET: a command that runs must not run twice.
//
// A server that answers 429 or 503 and asks for a repetition has not carried out the request. After any other failure, a
// write may have been carried out.
// https://github.com/kubernetes/client-go/blob/v0.36.3/rest/with_retry.go

import {
  backoffMs,
  type Clock,
  type HttpRequest,
  type HttpResponse,
  isStatus,
  retryAfterMs,
  sleep,
  wellTyped,
} from '@kube-rx/core';
import { jsonCodec } from '@kube-rx/core/encoding';
import { TransportError } from '../../errors.ts';
import { peekBody } from '../../response/peek-body.ts';
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
  /** How long after the first attempt the last may begin, in ms. Default 60 s. */
  readonly totalMs?: number;
}

export interface RetryLayerOptions extends RetryOptions {
  readonly clock: Clock;
  /** A number in [0, 1) for each wait. */
  readonly random: () => number;
}

/** What came of an attempt, and how long the server asks to wait before the next. */
interface Outcome {
  readonly settled: PromiseSettledResult<HttpResponse>;
  readonly retryAfterMs?: number | undefined;
}

/**
 * Waits half to all of the delay, at random, so that many clients do not come back at once; a server's Retry-After is
 * a floor, with up to a tenth on top. It is read from the header, or else from `details.retryAfterSeconds` of a Status.
 *
 * @example
 * compose([retryLayer({ attempts: 2, clock: systemClock, random: Math.random })], server.service);
 */
export function retryLayer(options: RetryLayerOptions): Layer {
  const { attempts = 4, minMs = 250, maxMs = 10_000, totalMs = 60_000, clock, random } = options;

  // Undefined: the outcome is final.
  function delayAfter(attempt: number, request: HttpRequest, outcome: Outcome): number | undefined {
    if (attempt >= attempts || !mayRepeat(request, outcome)) return undefined;
    const delayMs = backoffMs(attempt - 1, random(), { minMs, maxMs });
    const { retryAfterMs: askedMs } = outcome;
    if (askedMs === undefined || askedMs < delayMs) return delayMs;
    return askedMs > maxMs ? undefined : askedMs * (1 + random() / 10);
  }

  return (next) =>
    async (request, callOptions = {}) => {
      if (callOptions.retry === false || isWatch(request)) return next(request, callOptions);
      const { signal } = callOptions;
      const startedAt = clock.monotonic();
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await outcomeOf(next(request, callOptions), clock);
        const { settled } = outcome;
        const delayMs = delayAfter(attempt, request, outcome);
        if (delayMs === undefined || clock.monotonic() + delayMs > startedAt + totalMs) {
          if (settled.status === 'rejected') throw settled.reason;
          return settled.value;
        }
        if (settled.status === 'fulfilled') await discard(settled.value.body, { signal, clock });
        await sleep(clock, delayMs, signal);
      }
    };
}

// No Status that asks for patience has more.
const peekedBytes = 16 * 1024;

async function outcomeOf(call: Promise<HttpResponse>, clock: Clock): Promise<Outcome> {
  const [settled] = await Promise.allSettled([call]);
  if (settled.status === 'rejected') return { settled };
  const { status, headers, body } = settled.value;
  if (status !== 429 && status < 500) return { settled };
  const header = parseRetryAfter(headers['retry-after'], clock.now());
  if (header !== undefined || !/\bjson\b/.test(headers['content-type'] ?? ''))
    return { settled, retryAfterMs: header };
  const peeked = await peekBody(body, { limit: peekedBytes, clock });
  const value = { ...settled.value, body: peeked.body };
  return { settled: { status: 'fulfilled', value }, retryAfterMs: askedIn(peeked.start) };
}

function askedIn(body: Uint8Array): number | undefined {
  try {
    const value = jsonCodec.decode(body, 'a Status');
    return isStatus(value) ? retryAfterMs(wellTyped(value)) : undefined;
  } catch {
    return undefined;
  }
}

function mayRepeat({ method, webSocket }: HttpRequest, { settled, retryAfterMs: askedMs }: Outcome): boolean {
  // What a WebSocket is asked for may have begun, as a command.
  const isSafe = !webSocket && (method === 'GET' || method === 'HEAD' || method === 'OPTIONS');
  if (settled.status === 'rejected') return isSafe && passes(settled.reason);
  const { status } = settled.value;
  const isAsked = askedMs !== undefined;
  if (status === 429 || status === 503) return isSafe || isAsked;
  return isSafe && (status === 504 || (status >= 500 && isAsked));
}

function passes(error: unknown): boolean {
  return error instanceof TransportError && /^(ECONNREFUSED|ECONNRESET|EPIPE)$/.test(error.code);
}
