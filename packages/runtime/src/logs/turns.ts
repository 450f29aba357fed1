// How many things may be done at once; others wait for their turn, in the order in which they came.

export class Turns {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#taken >= this.#most;
  }

  /** Resolves when it is one's turn. What it gives must be called once, when that is over. */
  async take(): Promise<() => void> {
    if (this.isFull) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#taken += 1;
    return () => this.#leave();
  }

  // A turn goes from one to the next.
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}
