import { describe, expect, test } from '@jest/globals';
import { clientClosed, DeadlineError, TransportError } from '@kube-rx/client';
import { ApiError, InvalidRequestError, type Status } from '@kube-rx/core';
import { writeFailure } from '../../src/events/write-failure.ts';

const answered = (code: number, reason: string, details?: Status['details']): ApiError =>
  new ApiError('refused', { status: { code, reason, ...(details && { details }) } });
const terminating = answered(403, 'Forbidden', { causes: [{ reason: 'NamespaceTerminating' }] });

describe('a write of an Event that failed', () => {
  test.each([
    ['as the Event is gone is made anew', answered(404, 'NotFound'), 'patch', 'gone', undefined],
    [
      'as the namespace is gone is dropped quietly',
      answered(404, 'NotFound', { name: 'shop', kind: 'namespaces' }),
      'create',
      'refused',
      undefined,
    ],
    ['as the namespace goes is dropped quietly', terminating, 'create', 'refused', undefined],
    ['as the name is taken is made again', answered(409, 'AlreadyExists'), 'create', 'taken', undefined],
    ['as somebody else wrote is made again', answered(409, 'Conflict'), 'patch', 'failed', 'unreachable'],
    ['as it is forbidden is dropped, and told', answered(403, 'Forbidden'), 'create', 'refused', 'denied'],
    ['as nobody knows us is dropped, and told', answered(401, 'Unauthorized'), 'patch', 'refused', 'denied'],
    ['as the Event is wrong is dropped, and told', answered(422, 'Invalid'), 'create', 'refused', 'refused'],
    [
      'as the name is wrong is dropped, and told',
      new InvalidRequestError('no'),
      'create',
      'refused',
      'refused',
    ],
    [
      'as the server is busy is made again',
      answered(429, 'TooManyRequests'),
      'create',
      'failed',
      'unreachable',
    ],
    [
      'as the server is in trouble is made again',
      answered(500, 'InternalError'),
      'create',
      'failed',
      'unreachable',
    ],
    [
      'as nobody answers is made again',
      new DeadlineError('late', { timeoutMs: 1 }),
      'create',
      'failed',
      'unreachable',
    ],
    [
      'as the connection broke is made again',
      new TransportError('lost', { code: 'ECONNRESET' }),
      'patch',
      'failed',
      'unreachable',
    ],
    [
      'as the client was closed is dropped quietly',
      new TransportError('closed', { code: clientClosed }),
      'create',
      'refused',
      undefined,
    ],
    [
      'as the recorder ends is dropped quietly',
      new DOMException('over', 'AbortError'),
      'create',
      'refused',
      undefined,
    ],
    ['by what is no error is dropped, and told', 'odd', 'create', 'refused', 'refused'],
  ] as const)('%s', (...[, error, write, type, notice]) => {
    const failure = writeFailure(error, write, 0);
    expect([failure.outcome.type, failure.notice]).toEqual([type, notice]);
  });

  test('is made again after ten to fifteen seconds, or when the server says so', () => {
    const lost = new TransportError('lost', { code: 'ECONNRESET' });
    expect(writeFailure(lost, 'create', 0).outcome).toEqual({ type: 'failed', retryInMs: 10_000 });
    expect(writeFailure(lost, 'create', 0.5).outcome).toEqual({ type: 'failed', retryInMs: 12_500 });
    const busy = answered(429, 'TooManyRequests', { retryAfterSeconds: 60 });
    expect(writeFailure(busy, 'create', 0).outcome).toEqual({ type: 'failed', retryInMs: 60_000 });
  });
});
