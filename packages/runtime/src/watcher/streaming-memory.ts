// Remembers which servers cannot send initial events for which resources, so that it is found out only once.

import { apiVersionOf, type Clock, type Resource } from '@kube-rx/core';
import { LRUCache } from 'lru-cache';

const rememberMs = 3_600_000;
const memories = new WeakMap<object, LRUCache<string, true>>();

interface Source {
  readonly resource: Pick<Resource, 'group' | 'version' | 'plural'>;
  readonly client?: object;
}

export function cannotStream(source: Source): boolean {
  return memories.get(source.client ?? source)?.has(keyOf(source)) ?? false;
}

/** Holds for an hour, for every source of the same client and resource. */
export function rememberCannotStream(source: Source, clock: Clock): void {
  const server = source.client ?? source;
  let memory = memories.get(server);
  if (!memory) {
    // Wall time, not monotonic time: the cache never expires an entry that was made at 0.
    const perf = { now: () => clock.now() };
    memory = new LRUCache({ max: 1000, ttl: rememberMs, perf, ttlResolution: 0 });
    memories.set(server, memory);
  }
  memory.set(keyOf(source), true);
}

function keyOf({ resource }: Source): string {
  return `${apiVersionOf(resource)}/${resource.plural}`;
}
