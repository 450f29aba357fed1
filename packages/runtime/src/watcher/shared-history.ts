// Asks a server which version it has after it was away: once for all watchers of a client, by the one that knows most.
// What it finds is told to all of them. Nothing runs while nothing is in doubt.

import { type Clock, compareResourceVersions, type Timer, TokenBucket } from '@kube-rx/core';
import type { NewHistory } from './message.ts';
import { concerns, type HistoryFinding, HistoryInquiry, rankOf } from './server-version.ts';
import type { OpenOptions } from './source.ts';

// How often what one watcher found by itself is told to others, of each database: a server behind which there are several
// may go back again and again, and each time costs all of them an initial state.
const tellings = { burst: 3, perMinute: 0.2 };

/** A watcher, as far as the server's history concerns it. */
export interface HistoryWitness {
  readonly clock: Clock;
  readonly random: () => number;
  /** Where its objects are kept (`databaseOf`). */
  readonly database: string;
  /** The newest version that it knows; undefined where that has no order, or is of a history that is gone. */
  readonly version: string | undefined;
  /** The version of a small list, which is as new as the server itself. @throws what the source throws. */
  askVersion(options: Pick<OpenOptions, 'connection' | 'signal'>): Promise<string>;
  /** The server had all that it knows, at `since` (monotonic ms). */
  keepHistory(since: number): void;
  /** What it knows is of a history that is gone. */
  replaceHistory(history: NewHistory): void;
}

export class SharedHistory {
  readonly #witnesses = new Set<HistoryWitness>();
  readonly #inquiry = new HistoryInquiry();
  // Those that got no answer to the question under way.
  readonly #silenced = new Set<HistoryWitness>();
  readonly #tellings = new Map<string, TokenBucket>();
  #timer: Timer | undefined;
  #request: { readonly witness: HistoryWitness; readonly abort: AbortController } | undefined;

  join(witness: HistoryWitness): void {
    this.#witnesses.add(witness);
  }

  /** Idempotent. With the last one, all that is under way ends. */
  leave(witness: HistoryWitness): void {
    if (!this.#witnesses.delete(witness)) return;
    this.#silenced.delete(witness);
    if (this.#request?.witness !== witness && this.#witnesses.size > 0) return;
    this.#cancel();
    this.#plan();
  }

  /** Takes what one watcher found out, or asks what it wants to know. */
  note(finding: HistoryFinding, witness: HistoryWitness): void {
    if (finding.type === 'doubted') {
      this.#inquiry.doubt(finding.since);
      this.#plan();
      return;
    }
    const { resourceVersion } = finding;
    const { database, clock } = witness;
    const budget = this.#tellings.get(database) ?? new TokenBucket(tellings);
    this.#tellings.set(database, budget);
    const now = clock.monotonic();
    if (!budget.take(now)) return;
    // It has begun anew already.
    const others = [...this.#witnesses].filter((other) => other !== witness);
    const newest = this.#newest();
    if (newest === undefined || rankOf(newest.database) >= rankOf(database)) {
      this.#tell(others, { resourceVersion, isOlder: true }, witness);
      return;
    }
    // Its group may be of another server: of the others, somebody is asked who knows better.
    for (const other of others)
      if (other.database === database) other.replaceHistory({ resourceVersion, akin: true });
    this.#inquiry.doubt(now);
    this.#plan();
  }

  #plan(): void {
    if (this.#timer || this.#request || !this.#inquiry.isDue) return;
    const witness = this.#newest();
    // Nobody has anything to compare an answer with.
    if (!witness) return;
    const { clock, random } = witness;
    this.#timer = clock.schedule(this.#inquiry.delay(clock.monotonic(), random()), () => {
      this.#timer = undefined;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const witness = this.#newest();
    if (!witness?.version) return;
    const { clock, database, version: resourceVersion } = witness;
    const connection = this.#inquiry.ask({ database, resourceVersion }, clock.monotonic());
    const request = { witness, abort: new AbortController() };
    this.#request = request;
    const answer = await witness
      .askVersion({ connection, signal: request.abort.signal })
      .catch(() => undefined);
    if (this.#request !== request) return;
    this.#request = undefined;
    if (answer === undefined) {
      this.#inquiry.fail();
      this.#silenced.add(witness);
    } else this.#conclude(answer, witness);
    this.#plan();
  }

  #conclude(answer: string, witness: HistoryWitness): void {
    const conclusion = this.#inquiry.answer(answer, witness.clock.monotonic());
    // The second question goes to the one that got the first answer, so those without one stay out.
    if (conclusion.type === 'open') return;
    const isOutranked = [...this.#silenced].some(
      ({ database }) => rankOf(database) < rankOf(witness.database),
    );
    this.#silenced.clear();
    // Somebody got none whose answer says more: nothing is known of that database.
    if (isOutranked) this.#inquiry.reopen();
    const witnesses = [...this.#witnesses];
    if (conclusion.type === 'replaced') this.#tell(witnesses, conclusion, witness);
    if (conclusion.type !== 'kept') return;
    for (const other of witnesses)
      if (other.database === witness.database) other.keepHistory(conclusion.since);
  }

  #tell(
    witnesses: readonly HistoryWitness[],
    { resourceVersion, isOlder }: { readonly resourceVersion: string; readonly isOlder: boolean },
    { database, clock }: HistoryWitness,
  ): void {
    this.#cancel();
    this.#inquiry.settle(clock.monotonic(), database);
    for (const witness of witnesses)
      if (concerns(database, witness.database))
        witness.replaceHistory({ resourceVersion, akin: isOlder && witness.database === database });
    this.#plan();
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#request?.abort.abort();
    this.#request = undefined;
  }

  /** Who knows most, of those that were not asked in vain; of all, where each was. */
  #newest(): HistoryWitness | undefined {
    let newest: HistoryWitness | undefined;
    for (const witness of this.#witnesses)
      if (!this.#silenced.has(witness) && knowsMore(witness, newest)) newest = witness;
    if (newest || this.#silenced.size === 0) return newest;
    this.#silenced.clear();
    return this.#newest();
  }
}

function knowsMore(witness: HistoryWitness, other: HistoryWitness | undefined): boolean {
  const { version, database } = witness;
  if (version === undefined) return false;
  if (other?.version === undefined) return true;
  const order = rankOf(other.database) - rankOf(database);
  return order > 0 || (order === 0 && compareResourceVersions(version, other.version) > 0);
}
