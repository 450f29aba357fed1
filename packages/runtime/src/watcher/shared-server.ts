// What the watchers of a process share of one server: places for initial states, and whether it can stream them.

import { apiVersionOf, type Clock, type Resource } from '@kube-rx/core';

// Initial states that are read at once, so that hundreds of watchers that start or reconnect together do not overload
// the server. A server that hangs blocks no other.
const places = 8;
const rememberMs = 3_600_000;
const servers = new WeakMap<object, SharedServer>();

export class SharedServer {
  readonly #queue = new Set<() => void>();
  #inside = 0;
  // By resource: until when, in monotonic time.
  readonly #cannotStream = new Map<string, number>();

  /** The same one for all sources of a client. */
  static of(source: { readonly client?: object }): SharedServer {
    const key = source.client ?? source;
    const server = servers.get(key) ?? new SharedServer();
    servers.set(key, server);
    return server;
  }

  /**
   * Calls back as soon as there is a place: at once, or when others leave, first come, first served. Returns what gives
   * the place back, or ends the wait for it; idempotent.
   */
  enter(granted: () => void): () => void {
    let isInside = false;
    const admit = (): void => {
      this.#queue.delete(admit);
      this.#inside += 1;
      isInside = true;
      granted();
    };
    if (this.#inside < places) admit();
    else this.#queue.add(admit);
    return () => {
      this.#queue.delete(admit);
      if (!isInside) return;
      isInside = false;
      this.#inside -= 1;
      const [next] = this.#queue;
      next?.();
    };
  }

  /** Whether it was found out lately that the server cannot send initial events for this resource. */
  cannotStream(resource: Resource, clock: Clock): boolean {
    return clock.monotonic() < (this.#cannotStream.get(keyOf(resource)) ?? -Infinity);
  }

  /** Holds for an hour. */
  rememberCannotStream(resource: Resource, clock: Clock): void {
    this.#cannotStream.set(keyOf(resource), clock.monotonic() + rememberMs);
  }
}

function keyOf(resource: Resource): string {
  return `${apiVersionOf(resource)}/${resource.plural}`;
}
