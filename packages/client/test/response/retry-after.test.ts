import { describe, expect, test } from '@jest/globals';
import { parseRetryAfter } from '../../src/response/retry-after.ts';

describe('Retry-After', () => {
  const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

  test.each([
    ['seconds', '5', 5000],
    ['no wait', '0', 0],
    ['a fraction', '0.5', 500],
    ['a date', 'Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['a date that has passed', 'Wed, 21 Oct 2026 07:27:00 GMT', 0],
    ['nothing', undefined, undefined],
    ['nonsense', 'soon', undefined],
    ['a negative number', '-5', undefined],
    ['an empty text', '', undefined],
  ])('may be %s', (_, header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });
});
