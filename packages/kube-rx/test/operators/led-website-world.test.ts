import { expect, test } from '@jest/globals';
import { simulateLedWebsites } from '../../../../examples/operators/led-website-world.ts';

// In 24 a process stands still while it writes; in 57 one leads twice in turn.
test.each([1, 24, 57])('one of several operators of websites leads at a time: seed %i', async (seed) => {
  const { violations, events } = await simulateLedWebsites(seed);
  expect(violations).toEqual([]);
  expect(events).toBeGreaterThan(1);
});
