// Some of the cases of `npm run fuzz`, of which CI runs a million.

import { describe, test } from '@jest/globals';
import { kinds, runCase } from './fuzz/cases.ts';

describe('the byte scanner', () => {
  const first = Date.now() % 2 ** 31;

  test.each(kinds)(`agrees with JSON.parse on any %s (seed ${first})`, (kind) => {
    for (let seed = first; seed < first + 5000; seed += 1) runCase(kind, seed);
  });
});
