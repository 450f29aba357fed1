// Keys that come from elsewhere, as from a queue of messages: an observable of references.

import { backoffMs, type Clock, type Scope, type Timer } from '@kube-rx/core';
import type { WatcherPhase } from '@kube-rx/runtime';
import { Subject, takeUntil } from 'rxjs';
import type { TriggersDeclaration } from './declaration.ts';
import { type ReferencePlace, readToldReferences } from './references.ts';
import { RunKey } from './run-key.ts';
import type { SourceStatus } from './source-status.ts';
import type { SourceListener } from './source-trigger.ts';
import { Troubles } from './trouble.ts';

export interface TriggerSourceOptions {
  readonly name: string;
  /** Of what is reconciled. */
  readonly scope: Scope;
  readonly clock: Clock;
  readonly random: () => number;
  readonly listener: Pick<SourceListener, 'onTrigger' | 'onTrouble' | 'onStatus'>;
  /** The cluster of a reference that names none: the only one that there is. */
  readonly onlyCluster: () => string | undefined;
  readonly hasCluster: (cluster: string) => boolean;
}

const retry = { minMs: 800, maxMs: 30_000 };

/** Subscribes again after an error, later each time. */
export class TriggerSource {
  readonly #declaration: TriggersDeclaration;
  readonly #options: TriggerSourceOptions;
  readonly #troubles: Troubles;
  readonly #end = new Subject<void>();
  #isOpen = false;
  #timer: Timer | undefined;
  #phase: WatcherPhase = 'waiting';
  #reason: string | undefined;
  #attempt = 0;
  #closed = false;
  #notLiveSince: number | undefined;

  constructor(declaration: TriggersDeclaration, options: TriggerSourceOptions) {
    const { name, clock, listener } = options;
    this.#declaration = declaration;
    this.#options = options;
    this.#troubles = new Troubles({
      source: name,
      cluster: '',
      clock,
      tell: (trouble) => listener.onTrouble(trouble),
    });
    this.#notLiveSince = clock.monotonic();
  }

  get status(): SourceStatus {
    const { name, clock } = this.#options;
    const lagMs = this.#notLiveSince === undefined ? 0 : clock.monotonic() - this.#notLiveSince;
    const reason = this.#reason === undefined ? {} : { reason: this.#reason };
    return { name, cluster: '', phase: this.#phase, synced: true, ...reason, lagMs };
  }

  open(): void {
    if (this.#closed || this.#isOpen) return;
    this.#isOpen = true;
    this.#become('live');
    this.#declaration.observable.pipe(takeUntil(this.#end)).subscribe({
      next: (told) => this.#tell(told),
      error: (error: unknown) => this.#failed(error),
      complete: () => this.#become('stopped', 'its observable has completed'),
    });
  }

  close(): void {
    this.#closed = true;
    this.#end.next();
    this.#timer?.cancel();
  }

  #tell(told: unknown): void {
    if (this.#closed) return;
    this.#attempt = 0;
    const { name, scope, listener, onlyCluster, hasCluster } = this.#options;
    const place: ReferencePlace = { scope, cluster: onlyCluster(), namespace: '', hasCluster };
    const { keys, problem, cause } = readToldReferences(told, place);
    if (problem !== undefined) this.#troubles.report({ what: `the observable ${problem}`, cause });
    for (const key of new Set(keys)) {
      const lane = RunKey.parse(key).cluster;
      listener.onTrigger(key, { lane, priority: 'high', reason: { type: 'requested', source: name } });
    }
  }

  #failed(cause: unknown): void {
    if (this.#closed) return;
    const { clock, random } = this.#options;
    this.#troubles.report({ what: 'the observable failed', so: 'it is subscribed again', cause });
    this.#become('waiting', 'its observable failed');
    this.#timer = clock.schedule(backoffMs(this.#attempt++, random(), retry), () => {
      this.#isOpen = false;
      this.open();
    });
  }

  #become(phase: WatcherPhase, reason?: string): void {
    if (this.#closed) return;
    const { clock, listener } = this.#options;
    this.#phase = phase;
    this.#reason = reason;
    this.#notLiveSince = phase === 'live' ? undefined : (this.#notLiveSince ?? clock.monotonic());
    listener.onStatus();
  }
}
