import { describe, expect, test } from '@jest/globals';
import { DeadlineError, TransportError } from '@kube-rx/client';
import { ApiError, InvalidRequestError, type Status } from '@kube-rx/core';
import { debugDetails, describeFailure, UsageError } from '../src/failure.ts';

function apiError(status: Status): ApiError {
  return new ApiError('get pods shop/web: the server answered; do this', { status });
}

describe('a failure', () => {
  test.each(['a', '\u0000', '\n', '😀'])(
    'is a line of bounded length, with its end: many of %j',
    (character) => {
      const line = describeFailure(new UsageError(`there is no ${character.repeat(100_000)}; name one`));
      expect(line.length).toBeLessThanOrEqual(4001);
      expect(line).toMatch(/^error: there is no .*….*; name one$/u);
      expect(line.isWellFormed()).toBe(true);
    },
  );

  test.each<[string, unknown, string]>([
    [
      "in the server's words as kubectl puts them",
      apiError({ code: 404, reason: 'NotFound', message: 'pods "web" not found' }),
      'Error from server (NotFound): pods "web" not found',
    ],
    [
      'with what to do where the credentials are the trouble',
      apiError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' }),
      'error: get pods shop/web: the server answered; do this',
    ],
    [
      'of an answer without words',
      apiError({ code: 500 }),
      'error: get pods shop/web: the server answered; do this',
    ],
    [
      'of a connection',
      new TransportError('nothing listens', { code: 'ECONNREFUSED' }),
      'error: nothing listens',
    ],
    ['of a request', new InvalidRequestError('"A" is no namespace'), 'error: "A" is no namespace'],
    ['of a command line', new UsageError('name one'), 'error: name one'],
    [
      'of a file',
      Object.assign(new Error("ENOENT: no such file or directory, stat 'x'"), {
        code: 'ENOENT',
        syscall: 'stat',
      }),
      'error: no such file or directory (ENOENT)',
    ],
    [
      'of an address',
      Object.assign(new Error('listen EACCES: permission denied 127.0.0.1:80'), {
        code: 'EACCES',
        syscall: 'listen',
      }),
      'error: listen EACCES: permission denied 127.0.0.1:80',
    ],
    [
      'of patience, with the flag for more of it',
      new DeadlineError('GET /api: no answer for 5 ms', { timeoutMs: 5 }),
      'error: GET /api: no answer for 5 ms (--request-timeout)',
    ],
    [
      'that is our own',
      new TypeError('x is not a function'),
      'error: TypeError: x is not a function; this is a bug in kube-rx (KUBE_RX_DEBUG=1 shows where)',
    ],
    ['on one line, whatever it says', new UsageError('a\n\u001b[2Jb'), 'error: a^J^[[2Jb'],
  ])('is told %s', (_, error, line) => {
    expect(describeFailure(error)).toBe(line);
  });

  test('shows its stack only to those who ask', () => {
    const error = new TypeError('x');
    expect(debugDetails(error, {})).toBe('');
    expect(debugDetails(error, { KUBE_RX_DEBUG: '1' })).toContain('failure.test.ts');
  });
});
