import { inspect } from 'node:util';
import { test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError, InvalidRequestError, KubeError, toError } from '../src/errors.ts';

describe('a KubeError', () => {
  test.each([
    [new InvalidRequestError('x'), 'InvalidRequestError'],
    [new DecodeError('x', { fault: 'protocol' }), 'DecodeError'],
  ])('is known by instance and by name: %s', (error, name) => {
    expect(error).toBeInstanceOf(KubeError);
    expect(error.name).toBe(name);
    expect(String(error)).toBe(`${name}: x`);
    expect(inspect(error)).toMatch(new RegExp(`^${name}: x\n`));
  });

  test('keeps its cause, and has none where none was given', () => {
    const cause = new Error('socket hang up');
    expect(new DecodeError('x', { fault: 'malformed', cause }).cause).toBe(cause);
    expect(inspect(new DecodeError('x', { fault: 'malformed' }))).not.toContain('cause');
    expect(new InvalidRequestError('x', { cause }).cause).toBe(cause);
  });
});

test('a DecodeError says what is wrong with which bytes', () => {
  const error = new DecodeError('x', { fault: 'tooLarge', excerpt: '{"a":…' });
  expect(error).toMatchObject({ fault: 'tooLarge', excerpt: '{"a":…' });
  expect(new DecodeError('x', { fault: 'protocol' }).excerpt).toBeUndefined();
});

describe('what was thrown, as an Error', () => {
  test.each([
    ['an Error', new TypeError('x')],
    ['an abort of another realm', Object.assign(Object.create(null), { name: 'AbortError', message: 'x' })],
  ])('is itself where it is %s', (_, thrown: unknown) => {
    expect(toError(thrown)).toBe(thrown);
  });

  test.each([
    ['boom', 'boom'],
    [undefined, 'undefined'],
    [{ password: 'hunter2' }, '[object Object]'],
    [
      { toString: undefined, valueOf: undefined, password: 'hunter2' },
      'something was thrown that has no text',
    ],
  ])('has the text of what is none, and nothing else of it: %j', (thrown: unknown, message) => {
    const error = toError(thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe(message);
    expect(inspect(error)).not.toContain('hunter2');
  });
});
