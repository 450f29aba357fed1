// How the clusters of a controller share its workers. Taking turns is not enough: a run that hangs keeps its worker until
// its timeout, so a cluster that is the only one with something to do could take all of them before the others have any.
//
// The rule: for each cluster that has no worker one is kept free, of all workers half at the most. So a cluster alone
// may have half of them or more, and where there are twice as many workers as other clusters, each has one at any time.
// With one worker, or one cluster, nothing is kept.

export interface WorkerSharesOptions {
  readonly concurrency: number;
  /** The clusters there are now. */
  readonly clusters: () => Iterable<string>;
}

export class WorkerShares {
  readonly #options: WorkerSharesOptions;
  /** How many workers each cluster has that has any. */
  readonly #taken = new Map<string, number>();
  #free: number;

  constructor(options: WorkerSharesOptions) {
    this.#options = options;
    this.#free = options.concurrency;
  }

  get isFull(): boolean {
    return this.#free <= 0;
  }

  enter(cluster: string): void {
    this.#free -= 1;
    this.#taken.set(cluster, (this.#taken.get(cluster) ?? 0) + 1);
  }

  leave(cluster: string): void {
    this.#free += 1;
    const left = (this.#taken.get(cluster) ?? 0) - 1;
    if (left > 0) this.#taken.set(cluster, left);
    else this.#taken.delete(cluster);
  }

  /** Who may have one more worker; undefined where that is everybody. */
  get admits(): ((cluster: string) => boolean) | undefined {
    const most = Math.floor(this.#options.concurrency / 2);
    if (this.#free > most) return undefined;
    let kept = 0;
    for (const cluster of this.#options.clusters()) if (!this.#taken.has(cluster)) kept += 1;
    return this.#free > Math.min(kept, most) ? undefined : this.#hasNone;
  }

  readonly #hasNone = (cluster: string): boolean => !this.#taken.has(cluster);
}
