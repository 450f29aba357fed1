import { describe, expect, test } from '@jest/globals';
import { ApiError, type Status, wellTyped } from '../../src/index.ts';

describe('a Status of a hostile server', () => {
  test('is given as it came where its members are what they should be', () => {
    const status = {
      kind: 'Status',
      status: 'Failure',
      code: 410,
      details: { causes: [{ field: 'a' }], retryAfterSeconds: 1.5 },
      more: [1],
    };
    expect(wellTyped(status)).toBe(status);
  });

  test.each<[what: string, status: unknown, left: object]>([
    ['texts that are none', { kind: [], message: {}, reason: 5, apiVersion: null }, {}],
    ['a code that is no whole number', { code: '410' }, {}],
    ['a code with a fraction', { code: 410.5, reason: 'Expired' }, { reason: 'Expired' }],
    ['another status', { status: 'Maybe', code: 410 }, { code: 410 }],
    ['details that are none', { details: 'x', metadata: [] }, {}],
    ['causes that are no list', { details: { name: 'a', causes: {} } }, { details: { name: 'a' } }],
    [
      'causes that are none',
      { details: { causes: [null, 5, [], { reason: {}, field: 'b' }] } },
      { details: { causes: [{ field: 'b' }] } },
    ],
    ['a delay that is none', { details: { retryAfterSeconds: '9', name: {} } }, { details: {} }],
    ['names of an object’s own', JSON.parse('{"__proto__":{"code":1},"constructor":5}'), { constructor: 5 }],
    ['nothing', null, {}],
    ['a list', [], {}],
    ['a text', 'Status', {}],
  ])('is without %s', (_, status, left) => {
    expect(wellTyped(status)).toMatchObject(left);
    const known = Object.keys(wellTyped(status)).filter((name) => name !== '__proto__');
    expect(known).toEqual(Object.keys(left));
  });

  test.each([1e9, 1e308, Infinity])(
    'asks to wait no longer than a timer can, of %d s',
    (retryAfterSeconds) => {
      const status: Status = { code: 429, details: { retryAfterSeconds } };
      expect(new ApiError('busy', { status }).retryAfterMs).toBe(2 ** 31 - 1);
      expect(new ApiError('busy', { status, retryAfterMs: Infinity }).retryAfterMs).toBe(2 ** 31 - 1);
    },
  );
});
