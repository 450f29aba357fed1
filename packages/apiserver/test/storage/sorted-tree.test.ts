import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SortedTree } from '../../src/storage/sorted-tree.ts';

type Step = readonly [key: string, value: number | undefined];

const steps = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 400 }).map((n) => `k${n}`),
    fc.option(fc.nat(), { nil: undefined }),
  ),
  { maxLength: 1_500 },
);

function apply(tree: SortedTree<number>, [key, value]: Step): SortedTree<number> {
  return value === undefined ? tree.delete(key) : tree.set(key, value);
}

describe('SortedTree', () => {
  test('holds what a Map holds, in key order, whatever is written and removed', () => {
    fc.assert(
      fc.property(steps, fc.tuple(fc.nat(450), fc.nat(450)), (written, [from, to]) => {
        const model = new Map<string, number>();
        let tree = SortedTree.empty<number>();
        for (const step of written) {
          tree = apply(tree, step);
          if (step[1] === undefined) model.delete(step[0]);
          else model.set(step[0], step[1]);
        }
        const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
        expect([...tree.entries()]).toEqual(sorted);
        expect(tree.size).toBe(model.size);
        const [start, end] = [`k${from}`, `k${to}`];
        expect([...tree.entries(start, end)]).toEqual(sorted.filter(([key]) => key >= start && key < end));
        expect(tree.rank(start)).toBe(sorted.filter(([key]) => key < start).length);
        for (const [key] of written) expect(tree.get(key)).toBe(model.get(key));
      }),
      { numRuns: 60 },
    );
  });

  test('leaves an older tree as it was', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const old = before.reduce(apply, SortedTree.empty<number>());
        const kept = [...old.entries()];
        after.reduce(apply, old);
        expect([...old.entries()]).toEqual(kept);
      }),
      { numRuns: 30 },
    );
  });

  test('orders keys by their bytes', () => {
    const keys = ['ab', 'a0', 'a', 'a.b', 'a-b'];
    const tree = keys.reduce((built, key) => built.set(key, 1), SortedTree.empty<number>());
    expect([...tree.entries()].map(([key]) => key)).toEqual(['a', 'a-b', 'a.b', 'a0', 'ab']);
  });
});
