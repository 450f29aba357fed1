// How far a cache is behind what is known. An API server counts the changes of all resources together, and a bookmark
// brings a quiet cache to where the server is: so the furthest source of a cluster says how far all of them could be.
//
// A cache of what changes seldom is behind without lacking anything, until a bookmark says so: minutes, where etcd seldom
// tells the API server how far it is. One whose lag only grows is not told anything any more. An aggregated API server
// counts by itself, so its lag means nothing.

import type { SourceStatus } from '../source/source-status.ts';

type Versioned = Pick<SourceStatus, 'cluster' | 'resourceVersion'>;

/** By source; those are left out that have no version, or one that is no number. */
export function versionLags<S extends Versioned>(sources: readonly S[]): ReadonlyMap<S, number> {
  const versions = new Map<S, bigint>();
  const newest = new Map<string, bigint>();
  for (const source of sources) {
    const version = versionOf(source);
    if (version === undefined) continue;
    versions.set(source, version);
    const { cluster } = source;
    const known = newest.get(cluster);
    if (known === undefined || version > known) newest.set(cluster, version);
  }
  return new Map(
    Array.from(versions, ([source, version]) => [
      source,
      Number((newest.get(source.cluster) ?? version) - version),
    ]),
  );
}

// A server may say anything; etcd counts in 64 bits.
function versionOf({ resourceVersion = '' }: Versioned): bigint | undefined {
  return /^\d{1,20}$/.test(resourceVersion) ? BigInt(resourceVersion) : undefined;
}
