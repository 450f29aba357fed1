// When a store is audited: now and then where that was asked for, and once after a list was believed that deleted most of
// what was held. The audit itself is loaded when the first one is due.

import { InvalidRequestError, type KubeObject, type Timer } from '@kube-rx/core';
import type { Doubt } from '../watcher/classify.ts';
import type { AuditedStore } from './auditor.ts';

export interface AuditOptions {
  /**
   * How often to compare the cache with a list of metadata alone, by uid and version, in milliseconds; each interval is
   * shortened by up to a quarter. What stays different for some seconds is read anew, and told: `Interrupted` and
   * `lastError` with the verdict `drifted`. Default 0: only a minute after a list was believed that deletes most objects.
   */
  readonly auditMs?: number;
}

// An audit that was not to be had is tried again after so long, then after twice as long, and so many times.
const againMs = 60_000;
const mostTries = 5;
// A server that lost its objects for a while has them again by then.
const afterDeletionMs = 60_000;
const spread = 0.25;
const shortestMs = 10_000;

/** @throws InvalidRequestError for what is no interval. */
export function resolveAuditMs({ auditMs = 0 }: AuditOptions): number {
  if (auditMs === 0 || auditMs >= shortestMs) return auditMs;
  throw new InvalidRequestError(`auditMs must be 0, or at least ${shortestMs} ms, not ${auditMs}`);
}

export class AuditSchedule<K extends KubeObject> {
  readonly #store: AuditedStore<K>;
  readonly #auditMs: number;
  #timer: Timer | undefined;
  #running: AbortController | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(store: AuditedStore<K>, auditMs: number) {
    this.#store = store;
    this.#auditMs = auditMs;
  }

  /** An initial state was taken in; `deleted`: without so many objects that it was doubted at first. */
  noteInitialState(deleted: Doubt | undefined): void {
    // What it compares with is no more. It is tried again.
    this.#running?.abort();
    if (deleted) {
      this.#failures = 0;
      this.#plan(afterDeletionMs * (1 + spread * this.#store.options.random()));
    } else if (!this.#running && !this.#timer) this.#planNext();
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#running?.abort();
  }

  #planNext(): void {
    if (this.#auditMs > 0) this.#plan(this.#auditMs * (1 - spread * this.#store.options.random()));
  }

  #plan(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer?.cancel();
    this.#timer = this.#store.options.clock.schedule(delayMs, () => {
      this.#timer = undefined;
      if (!this.#running) void this.#run();
    });
    // It is there when it is due.
    load().catch(() => undefined);
  }

  async #run(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const isDone = await load().then(
      ({ auditStore }) => !running.signal.aborted && auditStore(this.#store, running.signal),
      // Its file is gone, as while the program is being updated.
      () => false,
    );
    this.#running = undefined;
    this.#failures = isDone ? 0 : this.#failures + 1;
    // A list was believed meanwhile.
    if (this.#timer) return;
    if (isDone || this.#failures > mostTries) this.#planNext();
    else this.#plan(againMs * 2 ** (this.#failures - 1));
  }
}

let loading: Promise<typeof import('./auditor.ts')> | undefined;

function load(): Promise<typeof import('./auditor.ts')> {
  loading ??= import('./auditor.ts').catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * Loads what audits need, which is otherwise done when the first one is planned. For programs under a `VirtualClock`,
 * which does not wait for modules.
 *
 * @example
 * const clock = new VirtualClock();
 * await loadAudits();
 * await using cache = reflector(pods, { auditMs: 60_000, clock });
 * await clock.advance(60_000);
 */
export async function loadAudits(): Promise<void> {
  await load();
}
