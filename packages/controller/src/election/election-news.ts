// Tells what happens to a candidate: to its log and to those who observe elections.

import { channel } from 'node:diagnostics_channel';
import type { LogLevel } from '@kube-rx/runtime';
import type { RunLog } from '../controller/controller-log.ts';
import { failureOf } from '../controller/failure.ts';
import type { TermEnding } from './election.ts';
import { type ElectionCandidate, type ElectionMessage, electionChannel } from './election-channel.ts';
import { endings } from './term.ts';

const messages = channel(electionChannel);

export class ElectionNews {
  readonly #candidate: ElectionCandidate;
  readonly #log: RunLog;
  /** The failure that was logged last, until all is well again. */
  #toldFailure: string | undefined;

  constructor(candidate: ElectionCandidate, log: RunLog) {
    this.#candidate = candidate;
    this.#log = log;
  }

  began(transitions: number): void {
    this.#publish((candidate) => ({ type: 'began', candidate, transitions }));
    this.#write('info', 'leads from now on', { transitions });
  }

  renewed(path: 'fast' | 'slow', durationMs: number): void {
    this.#publish((candidate) => ({ type: 'renewed', candidate, path, durationMs }));
  }

  ended(reason: TermEnding, heldMs: number): void {
    this.#publish((candidate) => ({ type: 'ended', candidate, reason, heldMs }));
    const level = reason === 'released' ? 'info' : 'error';
    this.#write(level, `leads no longer: ${endings[reason]}`, { reason, heldMs });
  }

  leader(leader: string, transitions: number): void {
    const named = leader === '' ? {} : { leader };
    this.#publish((candidate) => ({ type: 'leader', candidate, ...named, transitions }));
    this.#write('info', `the Lease names ${this.#whom(leader)}`, { ...named, transitions });
  }

  /** Logged once for each kind, until all is well again. */
  failed(error: unknown): void {
    const failure = failureOf(error);
    this.#publish((candidate) => ({ type: 'failed', candidate, failure }));
    if (this.#toldFailure === failure.error) return;
    this.#toldFailure = failure.error;
    this.#write('warn', 'the Lease cannot be read or written, and is tried again', failure);
  }

  well(): void {
    if (this.#toldFailure === undefined) return;
    this.#toldFailure = undefined;
    this.#write('info', 'the Lease can be read and written again', {});
  }

  trouble(message: string, error?: unknown): void {
    this.#write('error', message, error === undefined ? {} : failureOf(error));
  }

  #whom(leader: string): string {
    if (leader === '') return 'nobody';
    return leader === this.#candidate.identity ? 'this candidate' : 'another holder';
  }

  #publish(message: (candidate: ElectionCandidate) => ElectionMessage): void {
    if (messages.hasSubscribers) messages.publish(message(this.#candidate));
  }

  #write(level: LogLevel, message: string, fields: object): void {
    const { name, namespace, identity } = this.#candidate;
    this.#log.write(level, message, () => ({ lease: `${namespace}/${name}`, identity, ...fields }));
  }
}
