// What the watchers of a process share of one server: places for initial states, and whether it can stream them.

import { apiVersionOf, type Clock, type Resource, TokenBucket } from '@kube-rx/core';
import { Gate } from './gate.ts';
import { Outage } from './outage.ts';
import { SharedHistory } from './shared-history.ts';

// Initial states that are read at once. What hangs holds none of these places for longer than the patience.
const initialStates = { places: 8, patienceMs: 1000 };
// Second watches beside silent ones: a small burst, and beyond that one after the other.
const secondWatchPlaces = { places: 1, patienceMs: 1000 };
const secondWatchBurst = { burst: 8, perMinute: 60 };
const rememberMs = 3_600_000;
const servers = new WeakMap<object, SharedServer>();

export class SharedServer {
  /** Each initial state passes it. A server that hangs blocks no other. */
  readonly gate: Gate = new Gate(initialStates);
  /** What its watchers find out of the server's history. */
  readonly history: SharedHistory = new SharedHistory();
  readonly outage: Outage = new Outage();
  /** A second watch that has no token of this bucket passes the gate for them. */
  readonly secondWatchesAtOnce: TokenBucket = new TokenBucket(secondWatchBurst);
  readonly secondWatchGate: Gate = new Gate(secondWatchPlaces);
  // By resource: until when, in monotonic time.
  readonly #cannotStream = new Map<string, number>();

  /** The same one for all sources of a client. */
  static of(source: { readonly client?: object }): SharedServer {
    const key = source.client ?? source;
    const server = servers.get(key) ?? new SharedServer();
    servers.set(key, server);
    return server;
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
