// One candidate for a Lease: what users build. What happens while it competes is a `Campaign`.

import { InvalidRequestError } from '@kube-rx/core';
import type { Observable } from 'rxjs';
import { StatusFeed } from '../controller/status-feed.ts';
import type { Campaign } from './campaign.ts';
import {
  type ElectionOutcome,
  type ElectionRunOptions,
  type LeaderElectionOptions,
  type ResolvedElectionOptions,
  resolveElectionOptions,
} from './election-options.ts';
import type { ElectionStatus } from './election-status.ts';
import type { Leadership, LeadershipTerm } from './leadership.ts';

// As the health checks of Kubernetes' own components: a leader that is merely late is not restarted for it.
const toleranceMs = 20_000;

/**
 * Competes for a Lease with the other replicas of a program, so that one of them acts and the others stand by. Electors of
 * client-go and of others that follow it compete for the same Lease.
 *
 * Guarantees:
 * - A term is over `renewDeadline` after the last renewal that succeeded was sent: `isHeld` says so by the local clock,
 *   also where timers are late, and the signal fires. Nobody else leads before `leaseDuration` after that moment, as long
 *   as no clock goes faster than another by more than `leaseDuration / renewDeadline`.
 * - Where the Lease names somebody else, the term ends as soon as that is seen.
 * - Who loses its lease competes for it again, in the same process.
 * - `run` gives the Lease back once what was done under it has ended, so that the next one leads within seconds.
 *
 * Caveats: a request that was sent within a term may arrive after it. Somebody who edits or deletes the Lease by hand may
 * have two lead until the next renewal. The account needs `get`, `create` and `update` for `leases`.
 *
 * @example
 * const elector = new LeaderElector({ client, name: 'website-operator', namespace: 'shop' });
 * elector.onTerm((term) => console.log(`leads, ${term.isHeld()}`));
 * await elector.run({ signal });
 */
export class LeaderElector implements Leadership {
  /** The status as it is, then whenever it has changed, ten times a second at most. Never completes. */
  readonly status$: Observable<ElectionStatus>;
  readonly #options: ResolvedElectionOptions;
  readonly #feed: StatusFeed<ElectionStatus>;
  readonly #listeners = new Set<(term: LeadershipTerm) => void>();
  #isRunning = false;
  #campaign: Campaign | undefined;

  /** @throws InvalidRequestError for what no server takes, and for times that do not keep two from leading. */
  constructor(options: LeaderElectionOptions) {
    this.#options = resolveElectionOptions(options);
    this.#feed = new StatusFeed(this.#options.clock, () => this.status);
    this.status$ = this.#feed.status$;
  }

  /** Who this candidate is, as the Lease names it. */
  get identity(): string {
    return this.#options.identity;
  }

  get term(): LeadershipTerm | undefined {
    return this.#campaign?.term;
  }

  /** What the listener throws when a term begins later is logged, and stops nothing. */
  onTerm(listener: (term: LeadershipTerm) => void): () => void {
    // Of its own, so that a function that listens twice is called twice.
    const entry = (term: LeadershipTerm): void => listener(term);
    this.#listeners.add(entry);
    const { term } = this;
    if (term) listener(term);
    return () => void this.#listeners.delete(entry);
  }

  /** As of now. */
  get status(): ElectionStatus {
    const { name, namespace, identity } = this.#options;
    const campaign = this.#campaign;
    const { phase, leader, trouble } = campaign ?? { phase: 'idle' as const, leader: '', trouble: undefined };
    return {
      name,
      namespace,
      identity,
      phase,
      isLeader: phase === 'leading',
      ...(leader !== '' && { leader }),
      transitions: campaign?.transitions ?? 0,
      ...(trouble !== undefined && { trouble }),
    };
  }

  /**
   * Competes until the signal fires. Then it ends the term, gives the Lease back, and resolves; by `beforeRelease`, what
   * was begun under the term ends first.
   *
   * The Lease is not given back where `beforeRelease` fails or takes too long: then it runs out.
   *
   * @throws InvalidRequestError where it runs already.
   */
  async run(options: ElectionRunOptions = {}): Promise<ElectionOutcome> {
    const { drainTimeout = 0, signal } = options;
    if (this.#isRunning) this.#refuse('it runs already');
    if (!(typeof drainTimeout === 'number' && drainTimeout >= 0))
      this.#refuse(`drainTimeout must be a duration in milliseconds, not ${String(drainTimeout)}`);
    this.#isRunning = true;
    try {
      // Programs that do not lead do not load it.
      const { Campaign } = await import('./campaign.ts');
      const campaign = await Campaign.create(this.#options, {
        listeners: this.#listeners,
        onChange: () => this.#feed.changed(),
      });
      if (signal?.aborted) return 'stopped';
      this.#campaign = campaign;
      return await campaign.run(options);
    } finally {
      this.#campaign = undefined;
      this.#isRunning = false;
      this.#feed.flush();
    }
  }

  /**
   * What is wrong, for a health check; undefined where nothing is. Wrong is a term that goes on though its Lease has run
   * out by more than 20 s: such a process should be restarted.
   *
   * @param now by the elector's clock, monotonic.
   */
  health(now: number = this.#options.clock.monotonic()): string | undefined {
    const { leaseDuration, renewDeadline, name, namespace } = this.#options;
    const heldUntil = this.#campaign?.term?.heldUntil.monotonic;
    if (heldUntil === undefined) return undefined;
    const lateMs = now - (heldUntil - renewDeadline + leaseDuration);
    if (lateMs <= toleranceMs) return undefined;
    return `Lease ${namespace}/${name}: it ran out ${Math.round(lateMs)} ms ago, and this process still leads`;
  }

  #refuse(why: string): never {
    const { name, namespace } = this.#options;
    throw new InvalidRequestError(`leader election ${namespace}/${name}: ${why}`);
  }
}
