// The operators of websites die by each of their writes in turn, and start again. More: `npm run simulate -- --crashes
// --subjects operator`.

import { expect, test } from '@jest/globals';
import { sweepComposite, sweepOperator } from '../../../../examples/operators/crash-sweep.ts';

test.each([
  ['operator', sweepOperator],
  ['composite with an ordered teardown', sweepComposite],
])(
  'the %s keeps its promises, by whichever of its writes it dies',
  async (_, sweep) => {
    const broken: string[] = [];
    let crashes = 0;
    for await (const { write, violations } of sweep(4, 6000)) {
      crashes += 1;
      for (const violation of violations) broken.push(`died by write ${write}: ${violation}`);
    }
    expect(broken).toEqual([]);
    expect(crashes).toBeGreaterThan(5);
  },
  180_000,
);
