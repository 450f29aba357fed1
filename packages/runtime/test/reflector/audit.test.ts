import { describe, expect, test } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import { Audit, type Drift } from '../../src/reflector/audit.ts';
import { type AuditedStoreModel, storeOf } from '../support/audited-store.ts';
import { encoded } from '../support/objects.ts';

/** What an audit and its store are told, in order. */
type Step = (audit: Audit<DynamicObject>, store: AuditedStoreModel) => void;

const lists =
  (name: string, version: number | string, uid?: string): Step =>
  (audit) =>
    audit.list(encoded(name, version, uid === undefined ? {} : { uid }));
const applies =
  (name: string, version: number | string, uid?: string): Step =>
  (_audit, store) =>
    store.apply(encoded(name, version, uid === undefined ? {} : { uid }));
const deletes =
  (name: string, version: number | string): Step =>
  (_audit, store) =>
    store.delete(encoded(name, version));
const ends: Step = (audit) => audit.end('12');
const leavesOut =
  (key: string | undefined): Step =>
  (audit) =>
    audit.leaveOut(key);

function audited(
  held: readonly (readonly [string, number | string])[],
  version: string,
  steps: readonly Step[],
) {
  const store = storeOf(
    held.map(([name, each]) => encoded(name, each)),
    version,
  );
  const audit = new Audit(store.view, version);
  store.observe((change) => audit.note(change));
  for (const step of steps) step(audit, store);
  return audit;
}

const drift = (found: Partial<Drift>): Drift => ({
  missing: 0,
  outdated: 0,
  leftover: 0,
  key: 'shop/a',
  ...found,
});

describe('an audit at version 12 of a store that holds a@5', () => {
  const held = [['a', 5]] as const;
  const table: readonly (readonly [string, readonly Step[], Drift | undefined])[] = [
    ['agrees with a@5', [lists('a', 5), ends], undefined],
    ['finds a@7 outdated', [lists('a', 7), ends], drift({ outdated: 1 })],
    ['finds a@11 outdated', [lists('a', 11), ends], drift({ outdated: 1 })],
    ['finds another a outdated', [lists('a', 7, 'other'), ends], drift({ outdated: 1 })],
    ['finds b missing', [lists('a', 5), lists('b', 11), ends], drift({ missing: 1, key: 'shop/b' })],
    ['finds a left over', [ends], drift({ leftover: 1 })],
    [
      'counts each, and names the first',
      [lists('b', 2), lists('c', 3), ends],
      drift({ missing: 2, leftover: 1, key: 'shop/b' }),
    ],
    ['takes a newer a', [lists('a', 4), ends], undefined],
    ['takes a change told before it is listed', [applies('a', 11), lists('a', 11), ends], undefined],
    ['takes a change told late', [lists('a', 11), ends, applies('a', 11)], undefined],
    ['takes a change after the list', [lists('a', 5), ends, applies('a', 13)], undefined],
    ['takes another a told late', [lists('a', 11, 'other'), ends, applies('a', 11, 'other')], undefined],
    ['takes another a after the list', [lists('a', 5), applies('a', 13, 'other'), ends], undefined],
    ['takes a deletion after the list, told before', [deletes('a', 13), lists('a', 5), ends], undefined],
    ['takes a deletion after the list, told late', [lists('a', 5), ends, deletes('a', 13)], undefined],
    ['takes a deletion under the last version', [deletes('a', 5), lists('a', 5), ends], undefined],
    ['takes a deletion told late', [ends, deletes('a', 11)], undefined],
    ['takes b after the list', [lists('a', 5), applies('b', 13), ends], undefined],
    ['takes b told before it is listed', [lists('a', 5), applies('b', 11), lists('b', 11), ends], undefined],
    ['takes b told late', [lists('a', 5), lists('b', 9), applies('b', 9), ends], undefined],
    [
      'takes b told late, and deleted after the list',
      [lists('a', 5), lists('b', 9), ends, applies('b', 9), deletes('b', 13)],
      undefined,
    ],
    [
      'finds another b missing after a deletion',
      [applies('b', 10), lists('a', 5), deletes('b', 11), lists('b', 12, 'other'), ends],
      drift({ missing: 1, key: 'shop/b' }),
    ],
    ['finds a left over that changed before the list', [applies('a', 11), ends], drift({ leftover: 1 })],
    ['believes that an a exists which cannot be read', [leavesOut('shop/a'), ends], undefined],
    ['finds no a left over where any may be it', [leavesOut(undefined), ends], undefined],
    [
      'finds what is missing where an object cannot be read',
      [leavesOut(undefined), lists('b', 2), ends],
      drift({ missing: 1, key: 'shop/b' }),
    ],
  ];
  test.each(table)('%s', (_what, steps, expected) => {
    expect(audited(held, '10', steps).drift()).toEqual(expected);
  });

  test('counts what is listed', () => {
    expect(audited(held, '10', [lists('a', 5), lists('b', 11), leavesOut(undefined), ends]).objects).toBe(3);
  });

  test('says nothing of what a function of the user threw on', () => {
    const store = storeOf([encoded('a', 5)], '10', { throwsOn: ['b'] });
    store.apply(encoded('b', 9));
    const audit = new Audit(store.view, '10');
    audit.list(encoded('a', 5));
    audit.list(encoded('b', 9));
    audit.end('12');
    expect(audit.drift()).toBeUndefined();
  });

  test('marks objects that were added since, also where their slots are new', () => {
    const names = Array.from({ length: 100 }, (_, index) => `n-${index}`);
    const steps = names.flatMap((name) => [applies(name, 9), lists(name, 9)]);
    const audit = audited(held, '10', [...steps, lists('a', 5), ends]);
    expect(audit.drift()).toBeUndefined();
  });

  test('knows when more was told than it can remember', () => {
    const { view } = storeOf([], '10');
    const audit = new Audit(view, '10');
    const told = encoded('a', 11);
    for (let each = 0; each < 100_000; each += 1)
      audit.note({ type: 'deleted', key: `shop/${each}`, encoded: told });
    expect(audit.isOverrun).toBe(false);
    audit.note({ type: 'deleted', key: 'shop/b', encoded: told });
    expect(audit.isOverrun).toBe(true);
  });
});

describe('an audit of a store whose versions have no order', () => {
  const held = [['a', 'v-5']] as const;
  const table: readonly (readonly [string, readonly Step[], Drift | undefined])[] = [
    ['agrees with a of any version', [lists('a', 'v-7'), ends], undefined],
    ['finds another a outdated', [lists('a', 'v-7', 'other'), ends], drift({ outdated: 1 })],
    ['finds b missing', [lists('a', 'v-5'), lists('b', 'v-9'), ends], drift({ missing: 1, key: 'shop/b' })],
    ['finds a left over', [ends], drift({ leftover: 1 })],
    ['takes b told after the list', [lists('a', 'v-5'), applies('b', 'v-9'), ends], undefined],
    ['takes b told late', [lists('a', 'v-5'), lists('b', 'v-9'), ends, applies('b', 'v-9')], undefined],
    ['takes another a told since', [lists('a', 'v-5'), applies('a', 'v-9', 'other'), ends], undefined],
    ['takes a changed since', [applies('a', 'v-9'), ends], undefined],
    ['takes a deletion that is told late', [ends, deletes('a', 'v-9')], undefined],
  ];
  test.each(table)('%s', (_what, steps, expected) => {
    expect(audited(held, 'v-10', steps).drift()).toEqual(expected);
  });
});
