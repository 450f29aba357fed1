// The operators of websites die by each of their writes in turn, and start again. More: `npm run simulate -- --crashes
// --subjects operator`.

import { expect, test } from '@jest/globals';
import { crashSweep } from '@kube-rx/simulation';
import { compositeWorld } from '../../../../examples/operators/composite-world.ts';
import { surroundings, websiteWorld } from '../../../../examples/operators/website-world.ts';

const oneWebsite = surroundings({ names: ['a'] });

test.each([
  ['operator', { seed: 4, ...websiteWorld, ...oneWebsite }],
  ['composite with an ordered teardown', { ...compositeWorld(4), ...oneWebsite }],
])(
  'the %s keeps its promises, by whichever of its writes it dies',
  async (_, world) => {
    const broken: string[] = [];
    let crashes = 0;
    for await (const { write, violations } of crashSweep({ ...world, durationMs: 6000 })) {
      crashes += 1;
      for (const violation of violations) broken.push(`died by write ${write}: ${violation}`);
    }
    expect(broken).toEqual([]);
    expect(crashes).toBeGreaterThan(5);
  },
  180_000,
);
