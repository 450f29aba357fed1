// The messages of a remote command, and how its end is read, as pure functions.

import { fc, test as propertyTest } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { ApiError, DecodeError } from '@kube-rx/core';
import { readMessage, resizeMessage, stdinEnd, stdinMessage } from '../../src/remote-command/channels.ts';
import { Ending } from '../../src/remote-command/ending.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a message', () => {
  test.each([
    [[1, 7, 8], { type: 'stdout', bytes: Uint8Array.of(7, 8) }],
    [[2, 7], { type: 'stderr', bytes: Uint8Array.of(7) }],
    [[3, 0x7b], { type: 'ending', bytes: Uint8Array.of(0x7b) }],
    [[], { type: 'nothing' }],
    [[1], { type: 'nothing' }],
    [[3], { type: 'nothing' }],
    [[0, 7], { type: 'nothing' }],
    [[4, 7], { type: 'nothing' }],
    [[255, 1], { type: 'nothing' }],
  ])('of %j is %j', (message, read) => {
    expect(readMessage(Uint8Array.from(message))).toEqual(read);
  });

  propertyTest.prop([fc.uint8Array({ minLength: 1 })])('of input is the channel and the bytes', (input) => {
    expect([...stdinMessage(input)]).toEqual([0, ...input]);
  });

  test('ends the input in v5 alone', () => {
    expect(stdinEnd('v5.channel.k8s.io')).toEqual(Uint8Array.of(255, 0));
    expect(stdinEnd('v4.channel.k8s.io')).toBeUndefined();
  });

  test('tells a size as Go reads it', () => {
    expect(new TextDecoder().decode(resizeMessage({ width: 80, height: 24 }))).toBe(
      '\u0004{"Width":80,"Height":24}',
    );
    for (const width of [-1, 1.5, 65_536, Number.NaN])
      expect(() => resizeMessage({ width, height: 1 })).toThrow('is no size of a terminal');
  });
});

const exit = (message: string): object => ({
  status: 'Failure',
  reason: 'NonZeroExitCode',
  details: {
    causes: [
      { reason: 'Other', message: '9' },
      { reason: 'ExitCode', message },
    ],
  },
});

function codeOf(status: unknown): number {
  const ending = new Ending('exec');
  ending.add(bytes(typeof status === 'string' ? status : JSON.stringify(status)));
  return ending.exitCode();
}

function failureOf(status: unknown): unknown {
  try {
    return codeOf(status);
  } catch (error) {
    return error;
  }
}

describe('the end', () => {
  test.each([
    [{ metadata: {}, status: 'Success' }, 0],
    [exit('1'), 1],
    [exit('255'), 255],
  ])('of %j is the code %d', (status, code) => {
    expect(codeOf(status)).toBe(code);
  });

  test('may come in pieces, cut anywhere', () => {
    const whole = bytes(JSON.stringify(exit('42')));
    for (let at = 0; at <= whole.length; at += 1) {
      const ending = new Ending('exec');
      ending.add(whole.subarray(0, at));
      ending.add(whole.subarray(at));
      expect(ending.exitCode()).toBe(42);
    }
  });

  test.each([
    '',
    'null',
    '[]',
    '"Success"',
    '{',
    '{}',
    '{"status":"success"}',
    '{"status":"Success"',
    { status: 'Failure', reason: 'NonZeroExitCode' },
    { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [] } },
    { status: 'Failure', reason: 'NonZeroExitCode', details: { causes: {} } },
    exit(''),
    exit('0'),
    exit('-1'),
    exit('256'),
    exit('1e2'),
    exit(' 1'),
  ])('of %j is no success', (status) => {
    expect(failureOf(status)).toBeInstanceOf(DecodeError);
  });

  test('of a command that could not run has the words of the server', () => {
    const failure = failureOf({
      status: 'Failure',
      reason: 'InternalError',
      message: 'no\nsuch program',
      code: 500,
    });
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ message: 'exec: the server could not run it: no\\nsuch program' });
  });

  test('is bounded', () => {
    const ending = new Ending('exec');
    expect(() => {
      for (let piece = 0; piece < 100; piece += 1) ending.add(new Uint8Array(10_000));
    }).toThrow('takes more than 262144 bytes');
  });

  propertyTest.prop([fc.anything()])('of anything else is never a success', (value) => {
    const text = JSON.stringify(value) as string | undefined;
    const outcome = failureOf(text ?? '');
    expect(outcome).toBeInstanceOf(Error);
  });
});
