// Remembers which servers cannot send initial events for which resources, so that it is found out only once.

import { apiVersionOf, type Clock, type Resource } from '@kube-rx/core';

const rememberMs = 3_600_000;
// By server and resource: until when, in monotonic time.
const memories = new WeakMap<object, Map<string, number>>();

interface Source {
  readonly resource: Pick<Resource, 'group' | 'version' | 'plural'>;
  readonly client?: object;
}

export function cannotStream(source: Source, clock: Clock): boolean {
  const until = memories.get(source.client ?? source)?.get(resourceKey(source));
  return until !== undefined && clock.monotonic() < until;
}

/** Holds for an hour, for every source of the same client and resource. */
export function rememberCannotStream(source: Source, clock: Clock): void {
  const server = source.client ?? source;
  const memory = memories.get(server) ?? new Map<string, number>();
  memories.set(server, memory.set(resourceKey(source), clock.monotonic() + rememberMs));
}

function resourceKey({ resource }: Source): string {
  return `${apiVersionOf(resource)}/${resource.plural}`;
}
