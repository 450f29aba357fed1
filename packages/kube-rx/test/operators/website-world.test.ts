// The website operator among a person, other controllers and faults. More seeds: `npm run simulate -- --subjects operator`.

import { expect, test } from '@jest/globals';
import { simulateWebsites } from '../../../../examples/operators/website-world.ts';

// The first one's server was restored, the second one's sent a bookmark from the future.
test.each([2, 8])('the website operator keeps its promises under seed %d', async (seed) => {
  const { violations, events } = await simulateWebsites(seed);
  expect(violations).toEqual([]);
  expect(events).toBeGreaterThan(0);
});
