import { fc, test } from '@fast-check/jest';
import { expect } from '@jest/globals';
import { hasLongNumber } from '../../src/codec/long-number.ts';

const piece = fc.oneof(
  fc.integer({ min: 0, max: 20 }).map((length) => '8'.repeat(length)),
  fc.constantFrom('a', '"', 'é', ':', '-', '[', ', '),
);

test.prop([fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))], { numRuns: 2000 })(
  'a number of sixteen digits is found wherever it is, and no shorter one',
  (text) => {
    expect(hasLongNumber(text)).toBe(/(^|[:[,\s])-?\d{16}/.test(text));
  },
);
