// The composite of websites among a person, other controllers and faults. More seeds: `npm run simulate -- --subjects
// composite`.

import { expect, test } from '@jest/globals';
import { simulateComposite } from '../../../../examples/operators/composite-world.ts';

// Even seeds: the children go in order. Of these one crashes thrice, and one meets children that are nobody's any more.
test.each([1, 14])('the composite of websites keeps its promises under seed %d', async (seed) => {
  const { violations, events } = await simulateComposite(seed);
  expect(violations).toEqual([]);
  expect(events).toBeGreaterThan(0);
});

test('three runs of it at once see their own writes, also where an answer ends before it has begun', async () => {
  expect((await simulateComposite(19, 3)).violations).toEqual([]);
});
