// Histories of a few objects whose changes are told in any order, some of them more than once.

import { fc } from '@fast-check/jest';
import type { DynamicObject } from '@kube-rx/core';
import { configMap, frame } from './objects.ts';

export interface HistoryChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: DynamicObject;
}

export interface DisorderedHistory {
  /** What exists when the first list is read, at `listed`. */
  readonly before: readonly DynamicObject[];
  readonly listed: number;
  /** What changes after it, as it is told: in any order, each at least once. */
  readonly told: readonly HistoryChange[];
  /** What exists then, at `version`. */
  readonly after: readonly DynamicObject[];
  readonly version: number;
}

interface Write {
  readonly name: string;
  readonly deletes: boolean;
}

interface Draw {
  readonly before: readonly Write[];
  readonly after: readonly Write[];
  /** Whether a deletion bears the version of the last change of its object. */
  readonly deletesUnderLast: boolean;
  /** Where each change is told: by its index in `after`, as often as it is told once more. */
  readonly places: readonly (readonly number[])[];
}

const write: fc.Arbitrary<Write> = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  deletes: fc.boolean(),
});

export const disorderedHistory: fc.Arbitrary<DisorderedHistory> = fc
  .record({
    before: fc.array(write, { maxLength: 6 }),
    after: fc.array(write, { minLength: 1, maxLength: 14 }),
    deletesUnderLast: fc.boolean(),
    places: fc.array(fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }), { minLength: 14, maxLength: 14 }),
  })
  .map(historyOf);

function historyOf({ before, after, deletesUnderLast, places }: Draw): DisorderedHistory {
  let version = 10;
  const objects = new Map<string, DynamicObject>();
  const take = ({ name, deletes }: Write): HistoryChange[] => {
    const held = objects.get(name);
    version += 1;
    if (deletes) {
      if (!held) return [];
      objects.delete(name);
      const last = deletesUnderLast ? held.metadata.resourceVersion : String(version);
      return [{ type: 'DELETED', object: configMap(name, last ?? '', { uid: held.metadata.uid ?? '' }) }];
    }
    const object = configMap(name, version, { uid: held?.metadata.uid ?? `uid-${version}` });
    objects.set(name, object);
    return [{ type: held ? 'MODIFIED' : 'ADDED', object }];
  };
  for (const each of before) take(each);
  const [listed, existing] = [version, [...objects.values()]];
  const told = after.flatMap((each, index) =>
    take(each).flatMap((change) => (places[index] ?? [0]).map((place) => ({ place, change }))),
  );
  return {
    before: existing,
    listed,
    told: told.sort((one, other) => one.place - other.place).map(({ change }) => change),
    after: [...objects.values()],
    version,
  };
}

export function frameOf({ type, object }: HistoryChange): Uint8Array {
  return frame(type, object);
}

/** As contents are printed: name, uid and version. */
export function printObjects(objects: Iterable<DynamicObject>): string[] {
  return Array.from(
    objects,
    ({ metadata }) => `${metadata.name}@${metadata.resourceVersion} ${metadata.uid}`,
  ).sort();
}
