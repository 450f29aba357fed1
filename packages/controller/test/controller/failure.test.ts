import { describe, expect, test } from '@jest/globals';
import { InvalidRequestError } from '@kube-rx/core';
import { failureOf } from '../../src/controller/failure.ts';

describe('what was thrown', () => {
  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['no space', 'no space'],
    [42, '42'],
    [Symbol('disk'), 'Symbol(disk)'],
    [{ secret: 'value' }, 'an object that is no Error'],
    [Object.create(null), 'an object that is no Error'],
    ['two\nlines\u001b[2J', 'two\\nlines\\u001b[2J'],
    ['x'.repeat(2000), `${'x'.repeat(1000)}…`],
  ])('is told in words where it is no error: %p', (thrown, error) => {
    expect(failureOf(thrown)).toEqual({ error });
  });

  test('is told by name, message, code and place where it is an error', () => {
    const failure = failureOf(
      Object.assign(new TypeError('x is not a function'), { code: 'E_X', body: 'secret' }),
    );
    expect(failure).toEqual({
      error: 'x is not a function',
      errorName: 'TypeError',
      errorCode: 'E_X',
      stack: expect.stringMatching(/^at .*failure\.test\.ts/) as unknown,
    });
  });

  test('has no place where the message says what was attempted', () => {
    expect(failureOf(new InvalidRequestError('no such name'))).toEqual({
      error: 'no such name',
      errorName: 'InvalidRequestError',
    });
  });

  test('is told with its causes, a few of them, also where these form a circle', () => {
    const [first, second] = [new Error('first'), new Error('second')];
    first.cause = second;
    second.cause = first;
    expect(failureOf(first).causes).toEqual(['second']);
    let chain = new Error('0');
    for (let each = 1; each < 50; each += 1) chain = new Error(String(each), { cause: chain });
    expect(failureOf(chain).causes).toEqual(['48', '47', '46', '45', '44']);
    expect(failureOf(new Error('upload', { cause: 'disk full' })).causes).toEqual(['disk full']);
  });

  test('may have getters that throw', () => {
    const hostile = Object.defineProperty(new Error('x'), 'message', {
      get() {
        throw new Error('no message for you');
      },
    });
    expect(failureOf(hostile)).toEqual({ error: 'something that cannot be described' });
  });
});
