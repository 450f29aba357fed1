// The website operator among a person, other controllers and faults. More seeds: `npm run simulate -- --subjects operator`.

import { expect, test } from '@jest/globals';
import { simulateWebsites } from '../../../../examples/operators/website-world.ts';

// The servers of these: one was restored, one sent a bookmark from the future, one answered a read by a 404 that names
// nothing, and a late list put an end to what the bookmark of one had claimed. Under the last one the controller is stopped
// while a run goes on.
test.each([2, 8, 10_050, 50_191, 101_202])(
  'the website operator keeps its promises under seed %d',
  async (seed) => {
    const { violations, events } = await simulateWebsites(seed);
    expect(violations).toEqual([]);
    expect(events).toBeGreaterThan(0);
  },
);
