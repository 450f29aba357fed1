import { fc, test } from '@fast-check/jest';
import { expect } from '@jest/globals';
import { hasLongDigits } from '../../../src/encoding/json/long-digits.ts';
import { bytes } from '../../support/bytes.ts';

const piece = fc.oneof(
  fc.integer({ min: 0, max: 20 }).map((length) => '8'.repeat(length)),
  fc.constantFrom('a', '"', 'é', ':', '-', '/'),
);

test.prop([fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))], { numRuns: 2000 })(
  'a run of sixteen digits is found wherever it is, and no shorter one',
  (text) => {
    expect(hasLongDigits(bytes(text))).toBe(/\d{16}/.test(text));
  },
);

test.each([
  ['', false],
  ['1234567890123456', true],
  ['123456789012345', false],
  [`${'a'.repeat(15)}1234567890123456`, true],
  ['1'.repeat(1000), true],
  ['12345678/12345678:12345678', false],
])('%j has one: %s', (text, expected) => {
  expect(hasLongDigits(bytes(text))).toBe(expected);
});
