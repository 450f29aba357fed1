// What acts in a world by itself, as the control loops of a cluster do: an ordinary client of the server, which is late
// and hit by faults like any other.

import { Api, type Client } from '@kube-rx/client';
import type { Clock, KubeObject, Resource, Timer } from '@kube-rx/core';
import { type Reflector, reflector } from '@kube-rx/runtime';
import type { Random } from '../random.ts';

/** What an actor needs of a world. */
export interface Surroundings {
  readonly clock: Clock;
  /** A client with a name of its own, behind the network and its faults. */
  client(name: string): Client;
  /** Adds a line to the trace. */
  note(line: string): void;
}

/** A running actor. */
export interface Actor {
  close(): Promise<void>;
}

/** Starts an actor in a world. `random` belongs to it alone. */
export type StartActor = (world: Surroundings, random: Random) => Actor;

/** What an actor acts with. */
export interface Acting {
  readonly client: Client;
  readonly clock: Clock;
  /** What it sees of one of its resources, which may be out of date. */
  list<K extends KubeObject>(resource: Resource<K>): readonly K[];
}

export interface ActorOptions {
  readonly name: string;
  readonly resources: readonly Resource[];
  /** Between a change and what the actor does about it, in virtual milliseconds. */
  readonly delayMs: { readonly min: number; readonly max: number };
  /** Looks at everything, and brings what it finds one step further. What it throws is tried again. */
  readonly act: (acting: Acting) => Promise<void>;
}

/**
 * An actor that looks at all objects of its resources some time after any of them has changed.
 *
 * @example
 * const act = async () => console.log('something has changed');
 * const labeller = actor({ name: 'labeller', resources: [ConfigMap], delayMs: { min: 10, max: 500 }, act });
 * await simulate({ seed: 42, actors: [labeller] });
 */
export function actor(options: ActorOptions): StartActor {
  return (world, random) => new Looking(options, world, random);
}

class Looking implements Actor, Acting {
  readonly client: Client;
  readonly clock: Clock;
  readonly #options: ActorOptions;
  readonly #world: Surroundings;
  readonly #random: Random;
  readonly #caches: readonly { readonly resource: Resource; readonly cache: Reflector<KubeObject> }[];
  #timer: Timer | undefined;
  // Whether something has changed since it last began to look.
  #owed = false;
  #looking = false;
  #closed = false;

  constructor(options: ActorOptions, world: Surroundings, random: Random) {
    this.#options = options;
    this.#world = world;
    this.#random = random;
    this.clock = world.clock;
    this.client = world.client(options.name);
    this.#caches = options.resources.map((resource) => {
      const cache = reflector(Api.all(this.client, resource), { clock: world.clock, random: random.next });
      cache.store.observe(() => this.#wake());
      return { resource, cache };
    });
  }

  list<K extends KubeObject>(resource: Resource<K>): readonly K[] {
    const found = this.#caches.find((each) => each.resource === resource);
    if (!found) throw new Error(`${this.#options.name} does not watch ${resource.plural}`);
    // The cache was made for this very token.
    return found.cache.store.list() as unknown as readonly K[];
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    for (const { cache } of this.#caches) await cache.close();
  }

  #wake(): void {
    this.#owed = true;
    if (this.#timer || this.#looking || this.#closed) return;
    const { min, max } = this.#options.delayMs;
    this.#timer = this.clock.schedule(this.#random.between(min, max), () => void this.#look());
  }

  async #look(): Promise<void> {
    this.#timer = undefined;
    this.#owed = false;
    this.#looking = true;
    try {
      await this.#options.act(this);
    } catch (error) {
      this.#world.note(`${this.#options.name}: ${String(error)}`);
      this.#owed = true;
    }
    this.#looking = false;
    if (this.#owed) this.#wake();
  }
}
