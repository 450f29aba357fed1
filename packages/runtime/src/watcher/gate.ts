// Bounds how many initial states of a server are read at once, so that hundreds of watchers that start or reconnect
// together do not overload it. Each server has its own gate: one that hangs blocks no other.

/** A place, or the wait for one. Leaving is idempotent. */
export interface Ticket {
  leave(): void;
}

export class Gate {
  readonly #limit: number;
  readonly #queue = new Set<() => void>();
  #inside = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Calls back as soon as there is a place: at once, or when others leave, first come, first served. */
  enter(granted: () => void): Ticket {
    let state: 'waiting' | 'inside' | 'gone' = 'waiting';
    const admit = (): void => {
      this.#queue.delete(admit);
      this.#inside += 1;
      state = 'inside';
      granted();
    };
    const leave = (): void => {
      this.#queue.delete(admit);
      const wasInside = state === 'inside';
      state = 'gone';
      if (!wasInside) return;
      this.#inside -= 1;
      const [next] = this.#queue;
      next?.();
    };
    if (this.#inside < this.#limit) admit();
    else this.#queue.add(admit);
    return { leave };
  }
}

const gates = new WeakMap<object, Gate>();

/** The gate before a server, for all watchers of the process: eight initial states at once. */
export function gateOf(server: object): Gate {
  const known = gates.get(server);
  if (known) return known;
  const gate = new Gate(8);
  gates.set(server, gate);
  return gate;
}
