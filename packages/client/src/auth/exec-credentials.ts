// The credentials that an exec plugin gives, kept until they expire.

import { abortError, type Clock, systemClock, untilAborted } from '@kube-rx/core';
import type { ClientCertificate, Credentials } from './credentials.ts';
import { type ExecAnswer, readExecAnswer } from './exec-answer.ts';
import { describe, type ExecPlugin, type RunOptions, runExecPlugin } from './exec-plugin.ts';

type Run = (plugin: ExecPlugin, options: RunOptions) => Promise<string>;

interface Flight {
  readonly answer: Promise<ExecAnswer>;
  readonly abort: AbortController;
  waiting: number;
}

// A token that is valid when a request is sent must be so when it arrives.
const skewMs = 10_000;

/**
 * Runs the plugin at the first request, shortly before its credentials expire, and once when the server refuses them.
 * Concurrent requests share one run, which ends when all of them are aborted.
 */
export class ExecCredentials implements Credentials {
  readonly #plugin: ExecPlugin;
  readonly #run: Run;
  #last: ExecAnswer | undefined;
  #renewAt = Number.POSITIVE_INFINITY;
  #flight: Flight | undefined;

  /** `run` is what runs the plugin. */
  constructor(plugin: ExecPlugin, run: Run = runExecPlugin) {
    this.#plugin = plugin;
    this.#run = run;
  }

  async authorization(clock: Clock = systemClock, signal?: AbortSignal): Promise<string | undefined> {
    return (await this.#current(clock, signal)).authorization();
  }

  async clientCertificate(clock: Clock = systemClock): Promise<ClientCertificate | undefined> {
    return (await this.#current(clock)).clientCertificate;
  }

  async renew(
    rejected: string | undefined,
    clock: Clock = systemClock,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const last = this.#last?.authorization();
    // Of many requests that were refused at once, the first has run the plugin already.
    if (last !== undefined && last !== rejected) return last;
    const renewed = (await this.#refresh(clock, signal)).authorization();
    return renewed === rejected ? undefined : renewed;
  }

  #current(clock: Clock, signal?: AbortSignal): Promise<ExecAnswer> {
    if (this.#last && clock.now() < this.#renewAt) return Promise.resolve(this.#last);
    return this.#refresh(clock, signal);
  }

  async #refresh(clock: Clock, signal?: AbortSignal): Promise<ExecAnswer> {
    if (signal?.aborted) throw abortError(signal);
    const flight = (this.#flight ??= this.#start(clock));
    flight.waiting += 1;
    try {
      return await untilAborted(flight.answer, signal);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        if (this.#flight === flight) this.#flight = undefined;
        flight.abort.abort();
      }
    }
  }

  #start(clock: Clock): Flight {
    const abort = new AbortController();
    return { answer: this.#ask(clock, abort.signal), abort, waiting: 0 };
  }

  async #ask(clock: Clock, signal: AbortSignal): Promise<ExecAnswer> {
    const output = await this.#run(this.#plugin, { clock, signal });
    const answer = readExecAnswer(output, this.#plugin.apiVersion, describe(this.#plugin));
    this.#last = this.#keepCertificate(answer);
    const { expiresAt = Number.POSITIVE_INFINITY } = answer;
    // One that is short-lived is used for half of its time, so that not every request runs the plugin.
    this.#renewAt = expiresAt - Math.min(skewMs, Math.max(0, expiresAt - clock.now()) / 2);
    return this.#last;
  }

  // The same certificate is the same object: another one makes new connections.
  #keepCertificate(answer: ExecAnswer): ExecAnswer {
    const { clientCertificate: last } = this.#last ?? {};
    const { clientCertificate } = answer;
    return last && clientCertificate && last.equals(clientCertificate)
      ? { ...answer, clientCertificate: last }
      : answer;
  }
}
