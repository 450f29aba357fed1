import { expect, test } from '@jest/globals';
import { objectOf, sortedMap } from '../../src/json/json.ts';

test('an object is made of its entries as Object.fromEntries makes it, whatever they are called', () => {
  const entries: [string, string][] = [
    ['b', '1'],
    ['__proto__', '2'],
    ['7', '3'],
    ['constructor', '4'],
    ['a', '5'],
    ['b', '6'],
    ['toString', '7'],
  ];
  const made = objectOf(entries);
  expect(Object.entries(made)).toEqual(Object.entries(Object.fromEntries(entries)));
  expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
  expect(Object.keys(sortedMap(made))).toEqual(['7', '__proto__', 'a', 'b', 'constructor', 'toString']);
});
