import { expect } from '@jest/globals';

/** As `expect(actual).toEqual(expected)`, which takes many times as long where nothing is wrong. */
export function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}
