// Tells what happens to a candidate: to its log and to those who observe elections.

import { channel } from 'node:diagnostics_channel';
import { ApiError } from '@kube-rx/core';
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
  /** Kinds of failures that were logged, until all is well again. */
  readonly #told = new Set<string>();

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
    const kind = kindOf(error);
    if (this.#told.has(kind) || this.#told.size >= mostKinds) return;
    this.#told.add(kind);
    this.#write('warn', 'the Lease cannot be read or written, and is tried again', failure);
  }

  well(): void {
    if (this.#told.size === 0) return;
    this.#told.clear();
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

// A server may answer with any code.
const mostKinds = 20;

/** Not by its message, which may differ each time, as that of a read does from that of a write. */
function kindOf(error: unknown): string {
  const { errorName = '', errorCode = '' } = failureOf(error);
  return `${errorName} ${error instanceof ApiError ? (error.status.code ?? '') : errorCode}`;
}
