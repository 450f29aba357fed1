// What a watch of one name tells of it. Pure.

import type { DecodeError, KubeObject } from '@kube-rx/core';
import type { WatcherEvent } from '@kube-rx/runtime';

/**
 * - `unknown`: the server has not told yet.
 * - `known`: this object, or none.
 * - `unreadable`: there is one, which cannot be decoded.
 */
export type Sight<K extends KubeObject> =
  | { readonly type: 'unknown' }
  | { readonly type: 'known'; readonly object: K | undefined }
  | { readonly type: 'unreadable'; readonly error: DecodeError };

/** What a person has to know of the wait. */
export interface Seen<K extends KubeObject> {
  readonly sight: Sight<K>;
  /** What the watch suffers from; absent where all is well. */
  readonly trouble?: Error;
}

const nothing: Sight<never> = { type: 'known', object: undefined };

export class OneObject<K extends KubeObject> {
  readonly #name: string;
  #sight: Sight<K> = { type: 'unknown' };
  /** While an initial state is being told: what it has said so far. */
  #initial: Sight<K> = nothing;
  #trouble: Error | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  get seen(): Seen<K> {
    return { sight: this.#sight, ...(this.#trouble && { trouble: this.#trouble }) };
  }

  /** The watch goes on. */
  recovered(): void {
    this.#trouble = undefined;
  }

  /** Takes an event in, and says whether there is news to be judged. */
  handle(event: WatcherEvent<K>): boolean {
    switch (event.type) {
      case 'Init':
        this.#initial = nothing;
        return false;
      case 'InitApply':
        if (event.encoded.name === this.#name) this.#initial = { type: 'known', object: event.object };
        return false;
      case 'InitDone':
        return this.#see(this.#initial);
      case 'Apply':
      case 'Delete':
        if (event.encoded.name !== this.#name) return false;
        return this.#see(event.type === 'Delete' ? nothing : { type: 'known', object: event.object });
      case 'Skipped':
        // In an initial state, or for a change: one watch selects one object, so it can be no other.
        this.#initial = { type: 'unreadable', error: event.error };
        return this.#see(this.#initial);
      case 'Interrupted':
        this.#trouble = event.error;
        return false;
      case 'Bookmark':
        return false;
      default:
        return event satisfies never;
    }
  }

  #see(sight: Sight<K>): boolean {
    this.#sight = sight;
    return sight.type === 'known';
  }
}
