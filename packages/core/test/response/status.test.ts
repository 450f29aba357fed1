import { inspect } from 'node:util';
import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { KubeError } from '../../src/errors.ts';
import {
  ApiError,
  isAlreadyExists,
  isConflict,
  isExpired,
  isForbidden,
  isInvalid,
  isNotFound,
  isStatus,
  isTooLargeResourceVersion,
  isTooManyRequests,
  isUnauthorized,
  retryAfterMs,
  type Status,
} from '../../src/response/status.ts';

const questions = {
  isNotFound,
  isAlreadyExists,
  isConflict,
  isUnauthorized,
  isForbidden,
  isInvalid,
  isTooManyRequests,
  isExpired,
  isTooLargeResourceVersion,
};

/** The names of the questions that are answered with yes. */
function yes(problem: unknown): string[] {
  return Object.entries(questions)
    .filter(([, question]) => question(problem))
    .map(([name]) => name);
}

const failure = (code?: number, reason?: string, more: Partial<Status> = {}): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  ...(code !== undefined && { code }),
  ...(reason !== undefined && { reason }),
  ...more,
});

const tooLarge = 'Too large resource version';

describe('a question about a Status', () => {
  test.each<[string, Status, string[]]>([
    ['404 NotFound', failure(404, 'NotFound'), ['isNotFound']],
    ['404 of a proxy', failure(404), ['isNotFound']],
    ['NotFound without a code', failure(undefined, 'NotFound'), ['isNotFound']],
    ['409 Conflict', failure(409, 'Conflict'), ['isConflict']],
    ['409 without a reason', failure(409, ''), ['isConflict']],
    ['409 AlreadyExists', failure(409, 'AlreadyExists'), ['isAlreadyExists']],
    ['401 Unauthorized', failure(401, 'Unauthorized'), ['isUnauthorized']],
    ['403 Forbidden', failure(403, 'Forbidden'), ['isForbidden']],
    ['422 Invalid', failure(422, 'Invalid'), ['isInvalid']],
    ['429 TooManyRequests', failure(429, 'TooManyRequests'), ['isTooManyRequests']],
    ['429 with a reason of its own', failure(429, 'Throttled'), ['isTooManyRequests']],
    ['410 Expired', failure(410, 'Expired'), ['isExpired']],
    ['410 Gone', failure(410, 'Gone'), ['isExpired']],
    ['410 without a reason', failure(410), ['isExpired']],
    ['Expired without a code', failure(undefined, 'Expired'), ['isExpired']],
    ['Gone without a code', failure(undefined, 'Gone'), ['isExpired']],
    [
      '410 for a continue token, with one to go on',
      failure(410, 'Expired', { metadata: { continue: 'next' } }),
      ['isExpired'],
    ],
    [
      'too large, told by the reason of a cause',
      failure(504, 'Timeout', {
        message: `Timeout: ${tooLarge}: 900, current: 100`,
        details: { causes: [{ reason: 'ResourceVersionTooLarge', message: tooLarge }], retryAfterSeconds: 1 },
      }),
      ['isTooLargeResourceVersion'],
    ],
    [
      'too large, told by the message of a cause, as by 1.17 to 1.18',
      failure(504, 'Timeout', { message: 'Timeout', details: { causes: [{ message: tooLarge }] } }),
      ['isTooLargeResourceVersion'],
    ],
    [
      'too large, told by its message, as before 1.17',
      failure(504, 'Timeout', { message: `Timeout: ${tooLarge}: 900, current: 100`, details: {} }),
      ['isTooLargeResourceVersion'],
    ],
    [
      'too large, told by its message without details',
      failure(504, 'Timeout', { message: `Timeout: ${tooLarge}: 900, current: 100` }),
      ['isTooLargeResourceVersion'],
    ],
    [
      '504 Timeout of the server',
      failure(504, 'Timeout', { message: 'Timeout: request did not complete' }),
      [],
    ],
    ['504 of a gateway', failure(504), []],
    ['a message of too large under another code', failure(400, 'BadRequest', { message: tooLarge }), []],
    ['500 InternalError', failure(500, 'InternalError'), []],
    ['503 ServiceUnavailable', failure(503, 'ServiceUnavailable'), []],
    ['400 BadRequest', failure(400, 'BadRequest'), []],
    ['a bare code, as an ERROR of a watch may have', { code: 410 }, ['isExpired']],
    ['a bare reason', { reason: 'Expired' }, ['isExpired']],
    ['an empty Status', {}, []],
    ['a success', { kind: 'Status', status: 'Success' }, []],
  ])('of %s', (_what, status, answers) => {
    expect(yes(status)).toEqual(answers);
    expect(yes(new ApiError('x', { status }))).toEqual(answers);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', '404'],
    ['a number', 404],
    ['an Error', new Error('NotFound')],
    [
      'an Error with a code',
      Object.assign(new Error('x'), { code: 404, status: 'Failure', reason: 'NotFound' }),
    ],
    ['a Node error', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    [
      'an object of another kind',
      { kind: 'Pod', code: 404, reason: 'NotFound', status: { reason: 'Expired' } },
    ],
    ['an array', [404]],
    ['a code that is text', { code: '404' }],
    ['details of null', { code: 504, details: null }],
    ['causes of null', { code: 504, details: { causes: null } }],
    ['causes that are no array', { code: 504, details: { causes: 'x' } }],
    ['causes of null and numbers', { code: 504, details: { causes: [null, 7, 'x', {}] } }],
    ['messages that are no text', { code: 504, message: 7, details: { causes: [{ message: {} }] } }],
  ])('is answered with no for %s', (_what, problem) => {
    expect(yes(problem)).toEqual([]);
  });

  test.prop([
    fc.oneof(
      fc.jsonValue(),
      fc.record({
        code: fc.jsonValue(),
        reason: fc.jsonValue(),
        details: fc.jsonValue(),
        message: fc.jsonValue(),
      }),
    ),
  ])('never throws', (problem) => {
    expect(() => yes(problem)).not.toThrow();
  });
});

describe('retryAfterMs', () => {
  test.each<[unknown, number | undefined]>([
    [{ retryAfterSeconds: 1 }, 1000],
    [{ retryAfterSeconds: 30 }, 30_000],
    [{ retryAfterSeconds: 0 }, undefined],
    [{ retryAfterSeconds: -1 }, undefined],
    [{ retryAfterSeconds: '1' }, undefined],
    [{}, undefined],
    [null, undefined],
    [undefined, undefined],
    ['1', undefined],
  ])('of %j is %j', (details, expected) => {
    expect(retryAfterMs({ details } as Status)).toBe(expected);
  });
});

describe('isStatus', () => {
  test.each<[string, unknown, boolean]>([
    ['a failure', failure(404), true],
    ['a success', { kind: 'Status', apiVersion: 'v1', status: 'Success' }, true],
    ['a failure without kind and apiVersion', { status: 'Failure', code: 500 }, true],
    ['a Pod', { kind: 'Pod', status: { phase: 'Failed' } }, false],
    ['another kind with such a status', { kind: 'Job', status: 'Failure' }, false],
    ['a Status without a status', { kind: 'Status', code: 500 }, false],
    ['an ApiError', new ApiError('x', { status: failure(404) }), false],
    ['null', null, false],
    ['a string', 'Failure', false],
  ])('of %s', (_what, value, expected) => {
    expect(isStatus(value)).toBe(expected);
  });
});

describe('ApiError', () => {
  test('is a KubeError by instance and by name', () => {
    const error = new ApiError('pods "a" not found', { status: failure(404, 'NotFound') });
    expect(error).toBeInstanceOf(KubeError);
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('ApiError: pods "a" not found');
    expect(inspect(error)).toMatch(/^ApiError: pods "a" not found\n/);
  });

  test('takes the time to wait from its Status, unless a header said it', () => {
    const status = failure(429, 'TooManyRequests', { details: { retryAfterSeconds: 2 } });
    expect(new ApiError('x', { status }).retryAfterMs).toBe(2000);
    expect(new ApiError('x', { status, retryAfterMs: 500 }).retryAfterMs).toBe(500);
    expect(new ApiError('x', { status: failure(500) }).retryAfterMs).toBeUndefined();
  });

  test('prints no more than its message, whatever prints it', () => {
    const message = 'Invalid value: "s3cret": field is immutable';
    const causes = [{ field: 'data[s3cret]', message: 's3cret' }];
    const status = failure(422, 'Invalid', { message, details: { kind: 'Secret', causes } });
    const error = new ApiError('patch secrets db: refused', { status });
    expect(error.status).toBe(status);
    expect(error.serverMessage).toBe('Invalid value: "…": field is immutable');
    const enumerated: Record<string, unknown> = {};
    // As pino's serializer of errors does.
    for (const key in error) enumerated[key] = error[key as keyof ApiError];
    const printed = [
      String(error),
      error.stack,
      JSON.stringify(error),
      JSON.stringify(enumerated),
      inspect(error, { showHidden: true, depth: 9, getters: false }),
      inspect({ nested: [new Error('outer', { cause: error })] }, { depth: 9 }),
      JSON.stringify(structuredClone(error)),
    ];
    expect(printed.join()).toContain('refused');
    expect(printed.join()).not.toContain('s3cret');
  });

  test('has a cause just where it was given one', () => {
    expect('cause' in new ApiError('x', { status: {} })).toBe(false);
    expect(new ApiError('x', { status: {}, cause: 'c' }).cause).toBe('c');
  });
});
