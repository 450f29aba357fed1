// The credentials that an exec plugin gives, kept until they expire.

import { type Clock, systemClock } from '@kube-rx/core';
import type { ClientCertificate, Credentials } from './credentials.ts';
import type { ExecAnswer } from './exec-answer.ts';
import type { ExecPlugin, RunOptions } from './exec-plugin.ts';
import { Renewable } from './renewable.ts';

type Run = (plugin: ExecPlugin, options: RunOptions) => Promise<string>;

// Few kubeconfigs name a plugin.
const runInProcess: Run = async (plugin, options) =>
  (await import('./exec-plugin.ts')).runExecPlugin(plugin, options);

/**
 * Runs the plugin at the first request, shortly before its credentials expire, and once when the server refuses them.
 * Concurrent requests share one run, which ends when all of them are aborted.
 */
export class ExecCredentials implements Credentials {
  readonly #answers: Renewable<ExecAnswer>;

  /** `run` is what runs the plugin. Default: a process. */
  constructor(plugin: ExecPlugin, run: Run = runInProcess) {
    this.#answers = new Renewable(async (signal, clock) => {
      const output = await run(plugin, { clock, signal });
      const { readExecAnswer } = await import('./exec-answer.ts');
      const { describe } = await import('./exec-plugin.ts');
      const answer = readExecAnswer(output, plugin.apiVersion, describe(plugin));
      return { value: this.#keepCertificate(answer), expiresAt: answer.expiresAt };
    });
  }

  async authorization(clock: Clock = systemClock, signal?: AbortSignal): Promise<string | undefined> {
    return (await this.#answers.current(clock, signal)).authorization();
  }

  async clientCertificate(clock: Clock = systemClock): Promise<ClientCertificate | undefined> {
    return (await this.#answers.current(clock)).clientCertificate;
  }

  async renew(
    rejected: string | undefined,
    clock: Clock = systemClock,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const last = this.#answers.last?.value.authorization();
    // Of many requests that were refused at once, the first has run the plugin already.
    if (last !== undefined && last !== rejected) return last;
    const renewed = (await this.#answers.renew(clock, signal)).authorization();
    return renewed === rejected ? undefined : renewed;
  }

  // The same certificate is the same object: another one makes new connections.
  #keepCertificate(answer: ExecAnswer): ExecAnswer {
    const { clientCertificate: last } = this.#answers.last?.value ?? {};
    const { clientCertificate } = answer;
    return last && clientCertificate && last.equals(clientCertificate)
      ? { ...answer, clientCertificate: last }
      : answer;
  }
}
