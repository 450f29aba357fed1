import { expect } from '@jest/globals';

/** As `expect(actual).toEqual(expected)`, and many times faster if they are equal. */
export function expectSame(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}
