// Bounds how many managers an object remembers: the oldest ones that updated it become one.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/managedfields/internal/capmanagers.go

import type { Entry } from './managed-entry.ts';

const maxUpdaters = 10;
const ancient = 'ancient-changes';

/** The entries, with no more than so many of updates. Those of one version become one, the oldest first. */
export function withFewUpdaters(entries: readonly Entry[]): Entry[] {
  const updaters = entries
    .filter(({ manager, fields }) => manager.operation === 'Update' && !fields.isEmpty)
    .toSorted(byAge);
  const left = new Set(entries);
  let many = updaters.length;
  // What the next one of a version joins: those that joined before, or the first one, which stays as it is until then.
  const buckets = new Map(updaters.filter(isBucket).map((entry) => [entry.manager.apiVersion, entry]));
  for (const entry of updaters) {
    if (many <= maxUpdaters) break;
    const { apiVersion } = entry.manager;
    const bucket = buckets.get(apiVersion) ?? entry;
    buckets.set(apiVersion, bucket);
    if (bucket === entry) continue;
    const manager = { name: ancient, operation: 'Update', apiVersion, subresource: '' } as const;
    const joined = { manager, time: entry.time, fields: bucket.fields.union(entry.fields) };
    left.delete(bucket);
    left.delete(entry);
    left.add(joined);
    buckets.set(apiVersion, joined);
    many -= 1;
  }
  return [...left];
}

function isBucket({ manager: { name, subresource } }: Entry): boolean {
  return name === ancient && subresource === '';
}

function byAge(a: Entry, b: Entry): number {
  const [older, newer] = [ageOf(a), ageOf(b)];
  return older < newer ? -1 : older > newer ? 1 : 0;
}

// Times have no fractions, so that their texts sort as they do.
function ageOf({ time = '', manager: { name, apiVersion, subresource } }: Entry): string {
  return [time, name, apiVersion, subresource].join('\u0000');
}
