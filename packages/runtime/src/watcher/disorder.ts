// That a server does not keep the order of its changes, and what follows from it.

import { RecentChanges } from './recent-changes.ts';
import type { OpenWatch } from './state.ts';

export class Disorder {
  readonly recent: RecentChanges = new RecentChanges();
  // Something was told that came after what is newer. What comes late may as well not come, if the watch ends before.
  #isChronic = false;
  // Something was dropped that was older than what was known, though nobody repeats anything amid a watch.
  #isSuspected = false;
  #noticedIn: OpenWatch | undefined;

  /** Whether a watch must not be gone on with from the version of the view: something from before it may be missing. */
  get mustReadAnew(): boolean {
    return this.#isChronic || this.#isSuspected;
  }

  /** A change was told from before the version of the view. True if it is the first of its watch. */
  noteLate(watch: OpenWatch): boolean {
    this.#isChronic = true;
    const isFirst = watch !== this.#noticedIn;
    this.#noticedIn = watch;
    return isFirst;
  }

  noteOutdated(): void {
    this.#isSuspected = true;
  }

  /** An initial state was taken over. Where versions went back, so did the history that was out of order. */
  noteInitialState({ isOtherHistory }: { readonly isOtherHistory: boolean }): void {
    this.#isSuspected = false;
    if (!isOtherHistory) return;
    this.#isChronic = false;
    this.recent.clear();
  }
}
