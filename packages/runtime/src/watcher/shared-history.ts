// Asks a server which version it has after it was away: once for all watchers of a client, by the one that knows most.
// What it finds is told to all of them. Nothing runs while nothing is in doubt.

import { type Clock, compareResourceVersions, type Timer, TokenBucket } from '@kube-rx/core';
import type { NewHistory } from './message.ts';
import { concerns, type HistoryFinding, HistoryInquiry, rankOf } from './server-version.ts';
import type { OpenOptions } from './source.ts';

// How often what one watcher found by itself is told to others, of each database: a server behind which there are several
// may go back again and again, and each time costs all of them an initial state.
const tellings = { burst: 3, perMinute: 0.2 };

/** A watcher's view, as far as the server's history concerns it. */
export interface HistoryView {
  readonly clock: Clock;
  readonly random: () => number;
  /** Where its objects are kept (`databaseOf`). */
  readonly database: string;
  /** Undefined where it has no order, or is of a history that is gone. */
  readonly version: string | undefined;
  /** The version of a small list, which is as new as the server itself. @throws what the source throws. */
  askVersion(options: Pick<OpenOptions, 'connection' | 'signal'>): Promise<string>;
  /** The server had all that it knows, at `since` (monotonic ms). */
  keepHistory(since: number): void;
  /** What it knows is of a history that is gone. */
  replaceHistory(history: NewHistory): void;
}

export class SharedHistory {
  readonly #views = new Set<HistoryView>();
  readonly #inquiry = new HistoryInquiry();
  // Those that got no answer to the question under way.
  readonly #silenced = new Set<HistoryView>();
  readonly #tellings = new Map<string, TokenBucket>();
  #timer: Timer | undefined;
  #request: { readonly view: HistoryView; readonly abort: AbortController } | undefined;

  join(view: HistoryView): void {
    this.#views.add(view);
  }

  /** Idempotent. With the last one, all that is under way ends. */
  leave(view: HistoryView): void {
    if (!this.#views.delete(view)) return;
    this.#silenced.delete(view);
    if (this.#request?.view !== view && this.#views.size > 0) return;
    this.#cancel();
    this.#plan();
  }

  /** Takes what one watcher found out, or asks what it wants to know. */
  note(finding: HistoryFinding, view: HistoryView): void {
    if (finding.type === 'doubted') {
      this.#inquiry.doubt(finding.since);
      this.#plan();
      return;
    }
    const { resourceVersion } = finding;
    const { database, clock } = view;
    const budget = this.#tellings.get(database) ?? new TokenBucket(tellings);
    this.#tellings.set(database, budget);
    const now = clock.monotonic();
    if (!budget.take(now)) return;
    // The one that tells has begun anew already.
    const others = [...this.#views].filter((other) => other !== view);
    const newest = this.#newest();
    if (newest === undefined || rankOf(newest.database) >= rankOf(database)) {
      this.#tell(others, { resourceVersion, isOlder: true }, view);
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
    const view = this.#newest();
    // Nobody has anything to compare an answer with.
    if (!view) return;
    const { clock, random } = view;
    this.#timer = clock.schedule(this.#inquiry.delay(clock.monotonic(), random()), () => {
      this.#timer = undefined;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const view = this.#newest();
    if (!view?.version) return;
    const { clock, database, version: resourceVersion } = view;
    const connection = this.#inquiry.ask({ database, resourceVersion }, clock.monotonic());
    const request = { view, abort: new AbortController() };
    this.#request = request;
    const answer = await view.askVersion({ connection, signal: request.abort.signal }).catch(() => undefined);
    if (this.#request !== request) return;
    this.#request = undefined;
    if (answer === undefined) {
      this.#inquiry.fail();
      this.#silenced.add(view);
    } else this.#conclude(answer, view);
    this.#plan();
  }

  #conclude(answer: string, view: HistoryView): void {
    const conclusion = this.#inquiry.answer(answer, view.clock.monotonic());
    // The second question goes to the one that got the first answer, so those without one stay out.
    if (conclusion.type === 'open') return;
    const isOutranked = [...this.#silenced].some(({ database }) => rankOf(database) < rankOf(view.database));
    this.#silenced.clear();
    // Somebody got none whose answer says more: nothing is known of that database.
    if (isOutranked) this.#inquiry.reopen();
    const views = [...this.#views];
    if (conclusion.type === 'replaced') this.#tell(views, conclusion, view);
    if (conclusion.type !== 'kept') return;
    for (const other of views) if (other.database === view.database) other.keepHistory(conclusion.since);
  }

  #tell(
    views: readonly HistoryView[],
    { resourceVersion, isOlder }: { readonly resourceVersion: string; readonly isOlder: boolean },
    { database, clock }: HistoryView,
  ): void {
    this.#cancel();
    this.#inquiry.settle(clock.monotonic(), database);
    for (const view of views)
      if (concerns(database, view.database))
        view.replaceHistory({ resourceVersion, akin: isOlder && view.database === database });
    this.#plan();
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#request?.abort.abort();
    this.#request = undefined;
  }

  /** Who knows most, of those that were not asked in vain; of all, where each was. */
  #newest(): HistoryView | undefined {
    let newest: HistoryView | undefined;
    for (const view of this.#views) if (!this.#silenced.has(view) && knowsMore(view, newest)) newest = view;
    if (newest || this.#silenced.size === 0) return newest;
    this.#silenced.clear();
    return this.#newest();
  }
}

function knowsMore(view: HistoryView, other: HistoryView | undefined): boolean {
  const { version, database } = view;
  if (version === undefined) return false;
  if (other?.version === undefined) return true;
  const order = rankOf(other.database) - rankOf(database);
  return order > 0 || (order === 0 && compareResourceVersions(version, other.version) > 0);
}
