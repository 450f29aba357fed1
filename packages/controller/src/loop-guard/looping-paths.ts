// Which paths change at every run of a loop. Kept only for keys that may be in one.

import { changedPaths } from './changed-paths.ts';

// A run that changes more than this at every turn is named by what comes first.
const mostPaths = 32;
const mostChanges = 8;

export class LoopingPaths {
  #everyRun: ReadonlySet<string> | undefined;
  #lastRun: ReadonlySet<string> = new Set();
  #thisRun = new Set<string>();
  #changes = 0;

  /** A change that came between two runs. `object` names it, as `deployments.apps shop/web`. */
  add(object: string, before: object, after: object): void {
    // A storm of changes is no loop of the key's own, and must not be compared one by one.
    if (this.#changes >= mostChanges) return;
    this.#changes += 1;
    for (const path of changedPaths(before, after))
      if (this.#thisRun.size < mostPaths) this.#thisRun.add(`${object}: ${path}`);
  }

  /** A run begins that the changes since the last one have led to. */
  turn(): void {
    const paths = this.#thisRun;
    this.#thisRun = new Set();
    this.#changes = 0;
    if (paths.size === 0) return;
    this.#lastRun = paths;
    this.#everyRun = this.#everyRun ? this.#everyRun.intersection(paths) : paths;
  }

  /** What changed before every run so far; where nothing did, what changed before the last one. */
  get paths(): readonly string[] {
    return [...(this.#everyRun && this.#everyRun.size > 0 ? this.#everyRun : this.#lastRun)];
  }
}
