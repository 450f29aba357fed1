import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import { predicates } from '@kube-rx/runtime';
import { ChangePredicate, type SourceChange } from '../../src/source/predicate.ts';

const { changed, allOf, anyOf, not } = ChangePredicate;

const object = (metadata: Partial<KubeObject['metadata']>): KubeObject => ({
  metadata: { name: 'web', ...metadata },
});
const updated = (
  old: Partial<KubeObject['metadata']>,
  is: Partial<KubeObject['metadata']>,
): SourceChange => ({ type: 'updated', old: object(old), new: object(is) });
const added: SourceChange = { type: 'added', new: object({ generation: 1 }) };
const deleted: SourceChange = { type: 'deleted', old: object({ generation: 1 }) };
const deletionTimestamp = '2026-01-01T00:00:00Z';

describe('a predicate of a value that changes', () => {
  test.each<[string, boolean, SourceChange]>([
    ['an addition', true, added],
    ['a deletion', true, deleted],
    ['an update that changes it', true, updated({ generation: 1 }, { generation: 2 })],
    ['an update that leaves it as it was', false, updated({ generation: 1 }, { generation: 1 })],
    ['an update of what has none', true, updated({}, {})],
  ])('judges %s: %s', (_what, passes, change) => {
    expect(changed(predicates.generation)(change)).toBe(passes);
  });

  test.each<[string, boolean, SourceChange]>([
    ['the last state of a deletion', true, deleted],
    [
      'a time of deletion that is null, as some servers write it',
      false,
      updated({ generation: 1 }, { generation: 1, deletionTimestamp: null as unknown as string }),
    ],
    [
      'the beginning of a deletion after that',
      true,
      updated(
        { generation: 1, deletionTimestamp: null as unknown as string },
        { generation: 1, deletionTimestamp },
      ),
    ],
    ['the beginning of a deletion', true, updated({ generation: 1 }, { generation: 1, deletionTimestamp })],
    [
      'a finalizer that is added while the object is being deleted',
      true,
      updated({ generation: 1, deletionTimestamp }, { generation: 1, deletionTimestamp, finalizers: ['a'] }),
    ],
    [
      'a finalizer that is removed while the object is being deleted',
      true,
      updated(
        { generation: 1, deletionTimestamp, finalizers: ['a', 'b'] },
        { generation: 1, deletionTimestamp, finalizers: ['b'] },
      ),
    ],
    [
      'another change while the object is being deleted',
      false,
      updated({ generation: 1, deletionTimestamp }, { generation: 1, deletionTimestamp, labels: { a: 'b' } }),
    ],
    [
      'a finalizer that is added before',
      false,
      updated({ generation: 1 }, { generation: 1, finalizers: ['a'] }),
    ],
  ])('generation predicate swallows deletes and finalizer adds: %s passes: %s', (_what, passes, change) => {
    expect(changed(predicates.generation)(change)).toBe(passes);
  });
});

describe('predicates that are joined', () => {
  const yes = (): boolean => true;
  const no = (): boolean => false;
  test.each<[string, boolean, ChangePredicate]>([
    ['all of none', true, allOf()],
    ['all of two that pass', true, allOf(yes, yes)],
    ['all of two of which one passes', false, allOf(yes, no)],
    ['any of none', false, anyOf()],
    ['any of two of which one passes', true, anyOf(no, yes)],
    ['any of two that do not pass', false, anyOf(no, no)],
    ['not what passes', false, not(yes)],
    ['not what does not pass', true, not(no)],
  ])('pass %s: %s', (_what, passes, predicate) => {
    expect(predicate(added)).toBe(passes);
  });

  test('read labels or the generation, whichever changes', () => {
    const either = anyOf(changed(predicates.generation), changed(predicates.labels));
    expect(either(updated({ generation: 1 }, { generation: 1, labels: { a: 'b' } }))).toBe(true);
    expect(either(updated({ generation: 1 }, { generation: 1, annotations: { a: 'b' } }))).toBe(false);
  });
});
