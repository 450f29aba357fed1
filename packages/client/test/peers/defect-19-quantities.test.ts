// Defects of another client's quantities: "1.5Gi" was a SyntaxError, and the sum of what pods request began with the sum of
// their limits.

import { expect, test } from '@jest/globals';
import { Quantity } from '@kube-rx/core';

test.each([
  ['1.5Gi', 1_610_612_736n],
  ['0.5Ki', 512n],
  ['1e3', 1000n],
  ['12E6', 12_000_000n],
  ['-1.5Ki', -1536n],
  ['.5Mi', 524_288n],
  ['100m', 1n],
])('%s is %p whole units', (text, units) => {
  expect(Quantity.toInteger(text)).toBe(units);
});

test('a sum is of what it is given, and of nothing before it', () => {
  const containers = [
    { requests: { memory: '1.5Gi' }, limits: { memory: '4Gi' } },
    { requests: { memory: '512Mi' }, limits: { memory: '4Gi' } },
  ];
  expect(Quantity.sum(containers.map(({ limits }) => limits.memory))).toBe('8Gi');
  expect(Quantity.sum(containers.map(({ requests }) => requests.memory))).toBe('2Gi');
});
