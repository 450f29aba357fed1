// The least that acts under a Lease: it writes as long as it leads, mostly several things at once, and not all of it heeds
// the signal by which a term ends.

import { Api, type Client } from '@kube-rx/client';
import { type LeadershipTerm, leaderLayer } from '@kube-rx/controller';
import { type DynamicObject, sleep } from '@kube-rx/core';
import { ConfigMap } from '../workload.ts';
import type { Led, LedParts, StartLed } from './led.ts';

/** Writes the ConfigMaps `a`, `b` and `c`. */
export const fencedWriter: StartLed = (parts) => new FencedWriter(parts);

class FencedWriter implements Led {
  readonly #options: LedParts;
  readonly #end = new AbortController();
  readonly #jobs = new Set<Promise<void>>();
  readonly #stopListening: () => void;
  #writes = 0;

  constructor(options: LedParts) {
    this.#options = options;
    this.#stopListening = options.leadership.onTerm((term) => void this.#lead(term));
  }

  /** Begins nothing new, and waits for what it has begun. */
  async drain(): Promise<void> {
    this.#stopListening();
    this.#end.abort();
    await Promise.all(this.#jobs);
  }

  async #lead(term: LeadershipTerm): Promise<void> {
    const { process, random, client } = this.#options;
    const over = AbortSignal.any([term.signal, this.#end.signal]);
    const objects = objectsOf(client.layered([leaderLayer(term)]));
    while (!over.aborted) {
      const job = this.#write(objects, random.chance(0.5) ? term.signal : undefined);
      this.#jobs.add(job);
      void job.then(() => this.#jobs.delete(job));
      await sleep(process.clock, random.between(100, 3000), over).catch(() => undefined);
    }
  }

  /** Some writes come late, as after a long computation; where no signal is heeded, the fence alone holds them up. */
  async #write(objects: Api<DynamicObject>, signal: AbortSignal | undefined): Promise<void> {
    const { process, random } = this.#options;
    this.#writes += 1;
    const data = { write: String(this.#writes) };
    const thinksMs = random.chance(0.3) ? random.between(0, 15_000) : 0;
    const name = random.pick(['a', 'b', 'c']);
    try {
      if (thinksMs > 0)
        await sleep(
          process.clock,
          thinksMs,
          AbortSignal.any([...(signal ? [signal] : []), this.#end.signal]),
        );
      await objects.patch.merge(name, { data }, { ...(signal && { signal }) });
    } catch {
      // Others write too, and the network fails.
    }
  }
}

function objectsOf(client: Client): Api<DynamicObject> {
  return Api.namespaced(client, ConfigMap, 'default');
}
