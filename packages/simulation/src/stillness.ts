// A process that stands still, as after SIGSTOP, while its machine is frozen or its event loop is blocked: what its timers
// and its network have for it waits, and all of it comes at once when it goes on.

/** What comes first when a process goes on: an event loop may begin with either. */
export type WakeOrder = 'timers' | 'answers';

interface Held {
  readonly kind: WakeOrder;
  readonly deliver: () => void;
}

export class Stillness {
  #isStill = false;
  #held: Held[] = [];

  get isStill(): boolean {
    return this.#isStill;
  }

  begin(): void {
    this.#isStill = true;
  }

  /** Delivers what was held, by turns of their own, in the order in which it came, but one kind before the other. */
  end(first: WakeOrder, turn: (deliver: () => void) => void): void {
    this.#isStill = false;
    const held = this.#held;
    this.#held = [];
    for (const isFirst of [true, false])
      for (const { kind, deliver } of held) if ((kind === first) === isFirst) turn(deliver);
  }

  /** Calls it now, or once the process goes on. */
  pass(kind: WakeOrder, deliver: () => void): void {
    if (this.#isStill) this.#held.push({ kind, deliver });
    else deliver();
  }

  /** Resolves once the process has gone on and it is this one's turn. */
  over(kind: WakeOrder): Promise<void> {
    return new Promise((resolve) => this.pass(kind, resolve));
  }

  /** Nothing that was held is ever delivered. */
  drop(): void {
    this.#held = [];
  }
}
