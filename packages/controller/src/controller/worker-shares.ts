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

// Names of clusters that are remembered though they may have no worker.
const mostIdle = 100;

export class WorkerShares {
  readonly #options: WorkerSharesOptions;
  /** How many workers each cluster has; some that have none are here too. */
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
    // A Map that is emptied again and again allocates a table each time. Clusters that are gone must not add up, though.
    if (left > 0 || this.#taken.size <= mostIdle) this.#taken.set(cluster, left);
    else this.#taken.delete(cluster);
  }

  /** Who may have one more worker; undefined where that is everybody. */
  get admits(): ((cluster: string) => boolean) | undefined {
    const most = Math.floor(this.#options.concurrency / 2);
    if (this.#free > most) return undefined;
    let kept = 0;
    for (const cluster of this.#options.clusters()) if (this.#hasNone(cluster)) kept += 1;
    return this.#free > Math.min(kept, most) ? undefined : this.#hasNone;
  }

  readonly #hasNone = (cluster: string): boolean => (this.#taken.get(cluster) ?? 0) === 0;
}
