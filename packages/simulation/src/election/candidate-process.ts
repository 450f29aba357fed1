// A candidate in a process: an elector, and what acts only while it leads.

import { type Client, retryLayer } from '@kube-rx/client';
import type { Leadership, LeadershipTerm } from '@kube-rx/controller';
import type { Clock } from '@kube-rx/core';
import type { Random } from '../random.ts';
import type { SimulatedProcess } from '../simulated-process.ts';
import type { StartLed } from './led.ts';

/** What an elector under test is to be made with. */
export interface ElectorParts {
  readonly client: Client;
  readonly identity: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Of the Lease. */
  readonly name: string;
  readonly namespace: string;
}

/** An elector, as `LeaderElector` is. */
export interface Elector extends Leadership {
  /** Competes until the signal fires, and gives the Lease up then, once `beforeRelease` has resolved. */
  run(options: {
    readonly signal: AbortSignal;
    readonly beforeRelease: () => Promise<void>;
  }): Promise<unknown>;
}

/** Makes the elector; again in each process. */
export type BuildElector = (parts: ElectorParts) => Elector;

export interface CandidateOptions {
  readonly identity: string;
  readonly build: BuildElector;
  readonly random: Random;
  readonly lease: { readonly name: string; readonly namespace: string };
  readonly lead: StartLed;
  /** Called as a term begins. */
  readonly onTerm: (term: LeadershipTerm) => void;
}

export class CandidateProcess {
  readonly identity: string;
  readonly process: SimulatedProcess;
  /** Settles when the elector has ended. */
  readonly ended: Promise<unknown>;
  /** Writes under the Lease that have left it and are not settled. */
  readonly inFlight: Set<unknown> = new Set();
  readonly #elector: Elector;
  readonly #end = new AbortController();
  #cutShort = { count: 0, at: -Infinity };

  constructor(process: SimulatedProcess, options: CandidateOptions) {
    const { identity, build, random, lease, lead, onTerm } = options;
    const { client, clock } = process;
    this.identity = identity;
    this.process = process;
    this.#elector = build({ client, identity, clock, random: random.fork().next, ...lease });
    this.#elector.onTerm((term) => {
      // Before the writes themselves hear of it.
      term.signal.addEventListener('abort', () => {
        this.#cutShort = { count: this.inFlight.size, at: clock.monotonic() };
      });
      onTerm(term);
    });
    const led = lead({
      process,
      // As the clients that a configuration makes.
      client: client.layered([retryLayer({ clock, random: random.fork().next })]),
      random: random.fork(),
      leadership: this.#elector,
    });
    this.ended = this.#elector.run({ signal: this.#end.signal, beforeRelease: () => led.drain() });
  }

  /**
   * How many writes under the Lease are in flight, or were as its last term ended: what became of those nobody knows before
   * they have had `marginMs` to arrive.
   */
  unfinished(marginMs: number): number {
    const { count, at } = this.#cutShort;
    return this.inFlight.size + (this.process.clock.monotonic() - at < marginMs ? count : 0);
  }

  /** Whether it says that it leads. */
  get holds(): boolean {
    return this.#elector.term?.isHeld() === true;
  }

  /** Ends it as a signal would. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.ended;
  }
}
