// The bodies that are still coming, all connections together. Each may be small, and all of them more than the machine
// has: whoever sends one slowly holds what has come of it.

export interface UnfinishedBody {
  /** More of it has come. May give up others, or this one. */
  add(bytes: number): void;
  /** It is complete, or no longer wanted. */
  end(): void;
}

export class UnfinishedBodies {
  readonly #most: number;
  // In the order in which they began.
  readonly #coming = new Map<UnfinishedBody, { bytes: number; readonly giveUp: () => void }>();
  #bytes = 0;

  /** `mostBytes`: what all of them may hold. */
  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /**
   * `giveUp` is called where there is no room, first for the one that began first: a client that sends at once never
   * loses against those that do not.
   */
  begin(giveUp: () => void): UnfinishedBody {
    const body: UnfinishedBody = {
      add: (bytes) => this.#add(body, bytes),
      end: () => this.#end(body),
    };
    this.#coming.set(body, { bytes: 0, giveUp });
    return body;
  }

  #add(body: UnfinishedBody, bytes: number): void {
    const held = this.#coming.get(body);
    if (!held) return;
    held.bytes += bytes;
    this.#bytes += bytes;
    for (const [oldest, { giveUp }] of this.#coming) {
      if (this.#bytes <= this.#most) return;
      this.#end(oldest);
      giveUp();
    }
  }

  #end(body: UnfinishedBody): void {
    this.#bytes -= this.#coming.get(body)?.bytes ?? 0;
    this.#coming.delete(body);
  }
}
