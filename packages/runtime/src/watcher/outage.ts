// What the watchers of a client tell each other of its server while it cannot be reached: the first that gets through
// ends the waits of the others.

// Those who are woken come back spread over so long, and each adds a bit more, or a thousand would come at once.
const shortestSpreadMs = 200;
const spreadForEachMs = 5;

export class Outage {
  readonly #waiting = new Set<(spreadMs: number) => void>();

  /**
   * Calls back when the server answers another watcher: the next try is due at a random moment within `spreadMs`. Returns
   * what ends the wait; idempotent.
   */
  wait(over: (spreadMs: number) => void): () => void {
    this.#waiting.add(over);
    return () => void this.#waiting.delete(over);
  }

  /** The server has answered. */
  end(): void {
    if (this.#waiting.size === 0) return;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    const spreadMs = Math.max(shortestSpreadMs, waiting.length * spreadForEachMs);
    for (const over of waiting) over(spreadMs);
  }
}
