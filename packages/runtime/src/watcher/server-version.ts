// When a server is asked which version it has, and what to make of its answer. Pure: the time comes in as an argument.
//
// An etcd that was restored from a backup has another history than the views of those who watch it, and does not say so.
// It shows in the newest version that any watcher knows: the server does not have it any more.

import { compareResourceVersions, type Resource, TokenBucket } from '@kube-rx/core';
import { isOrdered } from './position.ts';

/** What one watcher tells the others of its client: it does not know, or it came to believe in an older history. */
export type HistoryFinding =
  /** The server was away, or told what cannot be, last at `since` (monotonic ms). */
  | { readonly type: 'doubted'; readonly since: number }
  | { readonly type: 'replaced'; readonly resourceVersion: string };

/** What an answer shows. */
export type Conclusion =
  | { readonly type: 'open' }
  /** The server has all that was known. */
  | { readonly type: 'kept'; readonly since: number }
  /** It had not when it was asked first. `isOlder`: nor when it was asked again. */
  | { readonly type: 'replaced'; readonly resourceVersion: string; readonly isOlder: boolean };

/** Of the objects that are known of: where they are kept, and the newest version. */
export interface Known {
  readonly database: string;
  readonly resourceVersion: string;
}

// Clients of one server do not ask all at once.
const spreadMs = 1000;
// A question that was not answered is asked again.
const againMs = { first: 2000, longest: 60_000 };
// The second question is asked so long after the first: what hides a wrong answer is mostly over by then.
const secondQuestionMs = { least: 10_000, spread: 2000 };
const budget = { burst: 3, perMinute: 0.2 };

/** What a server is asked about its history: once, whoever wants to know, and a second time where the answer is odd. */
export class HistoryInquiry {
  readonly #budget = new TokenBucket(budget);
  #doubtedAt = -Infinity;
  #answeredFrom = -Infinity;
  #failures = 0;
  // A question that was granted by the budget.
  #isGranted = false;
  #asked: (Known & { readonly at: number }) | undefined;
  // What the server did not have when it was asked first.
  #missed: (Known & { readonly at: number }) | undefined;

  /** Something has to be asked. */
  get isDue(): boolean {
    return this.#missed !== undefined || this.#doubtedAt > this.#answeredFrom;
  }

  /** Somebody wants to know what the server has since then. */
  doubt(since: number): void {
    this.#doubtedAt = Math.max(this.#doubtedAt, since);
  }

  /** In how many ms to ask, if it is due. `random` is uniform in [0, 1). */
  delay(now: number, random: number): number {
    if (this.#failures > 0) {
      const { first, longest } = againMs;
      return Math.min(first * 2 ** (this.#failures - 1), longest) * (1 + random / 2);
    }
    if (this.#missed)
      return Math.max(0, this.#missed.at + secondQuestionMs.least + random * secondQuestionMs.spread - now);
    const grantedInMs = this.#isGranted ? 0 : this.#budget.reserve(now);
    this.#isGranted = true;
    return Math.max(random * spreadMs, grantedInMs);
  }

  /** The question is sent. The second one goes another way than the first. */
  ask(known: Known, now: number): 'another' | undefined {
    if (this.#missed?.database !== known.database) this.#missed = undefined;
    this.#asked = { ...known, at: now };
    return this.#missed ? 'another' : undefined;
  }

  /** No answer came. */
  fail(): void {
    this.#failures += 1;
    this.#asked = undefined;
  }

  /** The server answered with this version. `open`: the question was taken back, or has to be asked a second time. */
  answer(resourceVersion: string, now: number): Conclusion {
    const asked = this.#asked;
    if (!asked) return { type: 'open' };
    const { at } = asked;
    const missed = this.#missed;
    const isOlder = isBefore(resourceVersion, (missed ?? asked).resourceVersion);
    if (!missed && isOlder) {
      this.#missed = { ...asked, at: now };
      this.#asked = undefined;
      this.#failures = 0;
      return { type: 'open' };
    }
    this.settle(at, asked.database);
    // A server that has come as far again in the meantime may still have another history.
    return missed ? { type: 'replaced', resourceVersion, isOlder } : { type: 'kept', since: at };
  }

  /** The answer says nothing of what was doubted: that has to be asked again. */
  reopen(): void {
    this.#answeredFrom = -Infinity;
  }

  /** What was doubted up to this moment is known of a database. Of what all servers have, it stays open. */
  settle(since: number, database: string): void {
    if (database === builtIn || database === this.#asked?.database)
      this.#answeredFrom = Math.max(this.#answeredFrom, since);
    else this.doubt(since);
    this.#asked = this.#missed = undefined;
    this.#isGranted = false;
    this.#failures = 0;
  }
}

/** Which resources are kept in one database, so that their versions are of one history, as far as that can be told. */
export function databaseOf({ group, plural }: Pick<Resource, 'group' | 'plural'>): string {
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  // Events are often kept in an etcd of their own; other groups may be those of an aggregated server.
  if (isBuiltIn) return plural === 'events' ? 'events' : builtIn;
  return group;
}

/** The database of what every server has. */
const builtIn = '';

/** Whose answer says the most: lower is better. */
export function rankOf(database: string): number {
  return database === builtIn ? 0 : database === 'events' ? 2 : 1;
}

/** Whether what was found of one database is to be told to the watchers of another. */
export function concerns(found: string, other: string): boolean {
  return found === other || found === builtIn || (rankOf(found) === 1 && rankOf(other) === 1);
}

function isBefore(resourceVersion: string, known: string): boolean {
  return isOrdered(resourceVersion) && compareResourceVersions(resourceVersion, known) < 0;
}
