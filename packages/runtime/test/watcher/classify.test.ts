// Every shape of trouble that was seen in the field, and the verdict on it.

import { describe, expect, test } from '@jest/globals';
import { AuthenticationError, DeadlineError, TransportError } from '@kube-rx/client';
import { ApiError, DecodeError, type Status } from '@kube-rx/core';
import { classify, refusesStreaming, type Verdict } from '../../src/watcher/classify.ts';

const api = (status: Status, retryAfterMs?: number): ApiError =>
  new ApiError(status.message ?? '', { status, ...(retryAfterMs !== undefined && { retryAfterMs }) });

describe('the verdict', () => {
  test.each<[string, unknown, Verdict, number?]>([
    ['410 Expired', api({ code: 410, reason: 'Expired' }), 'expired'],
    ['410 Gone', api({ code: 410, reason: 'Gone' }), 'expired'],
    ['410 without a reason', api({ code: 410 }), 'expired'],
    ['Expired without a code', api({ reason: 'Expired' }), 'expired'],
    ['Gone without a code', api({ reason: 'Gone' }), 'expired'],
    [
      '429 of the storage',
      api({ code: 429, reason: 'TooManyRequests', details: { retryAfterSeconds: 7 } }),
      'throttled',
      7000,
    ],
    ['429 in plain text, its time in the header', api({ code: 429 }, 3000), 'throttled', 3000],
    ['503 of a server that shuts down', api({ code: 503, reason: 'ServiceUnavailable' }), 'throttled'],
    ['504 of a request that took too long', api({ code: 504, reason: 'Timeout' }), 'throttled'],
    [
      'ServerTimeout, which is a 500 that asks to come back',
      api({ code: 500, reason: 'ServerTimeout', details: { retryAfterSeconds: 2 } }),
      'throttled',
      2000,
    ],
    ['500', api({ code: 500, reason: 'InternalError' }), 'faulty'],
    ['a 500 without a reason, as for an object that cannot be decoded', api({ code: 500 }), 'faulty'],
    ['400', api({ code: 400, reason: 'BadRequest' }), 'faulty'],
    ['an ERROR that says nothing', api({}), 'faulty'],
    ['401', api({ code: 401, reason: 'Unauthorized' }), 'denied'],
    ['403', api({ code: 403, reason: 'Forbidden' }), 'denied'],
    ['404', api({ code: 404, reason: 'NotFound' }), 'missing'],
    ['404 in plain text', api({ code: 404 }), 'missing'],
    ['405', api({ code: 405, reason: 'MethodNotAllowed' }), 'missing'],
    ['a connection that is refused', new TransportError('', { code: 'ECONNREFUSED' }), 'retry'],
    ['a name that is unknown', new TransportError('', { code: 'ENOTFOUND' }), 'retry'],
    [
      'a certificate that is not trusted',
      new TransportError('', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      'retry',
    ],
    ['an answer that does not come', new DeadlineError('', { timeoutMs: 1 }), 'retry'],
    ['credentials that cannot be had', new AuthenticationError(''), 'retry'],
    ['an answer of something else', new TransportError('', { code: 'NOT_KUBERNETES' }), 'notKubernetes'],
    ['bytes that are no JSON', new DecodeError('', { fault: 'malformed' }), 'faulty'],
    ['a frame that is too large', new DecodeError('', { fault: 'tooLarge' }), 'faulty'],
    ['JSON that is no object of the kind', new DecodeError('', { fault: 'protocol' }), 'violation'],
    ['anything else that is thrown', new RangeError(''), 'retry'],
    ['what is not even an error', 'a word', 'retry'],
  ])('on %s', (_shape, ...[error, verdict, retryAfterMs = 0]) => {
    expect(classify(error)).toEqual({ verdict, ...(retryAfterMs > 0 && { retryAfterMs }) });
  });
});

test('only an answer about the request itself says that a server cannot stream', () => {
  const codes = [400, 401, 403, 404, 405, 410, 422, 429, 500, 503, 504];
  expect(codes.filter((code) => refusesStreaming(api({ code })))).toEqual([400, 405, 422]);
  expect(refusesStreaming(new TransportError('', { code: 'ECONNRESET' }))).toBe(false);
});
