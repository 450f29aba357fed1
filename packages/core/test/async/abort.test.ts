import { getEventListeners } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { abortError, isAbortError, onAbort, untilAborted } from '../../src/async/abort.ts';

describe('onAbort', () => {
  test('calls back once when the signal fires, and listens no more', () => {
    const { signal, controller, calls } = listened();
    const stop = onAbort(signal, () => calls.push('abort'));
    controller.abort();
    controller.abort();
    stop();
    expect(calls).toEqual(['abort']);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('calls back at once where the signal has fired before', () => {
    const calls: string[] = [];
    onAbort(AbortSignal.abort(), () => calls.push('abort'))();
    expect(calls).toEqual(['abort']);
  });

  test('does not call back once it was told to stop', () => {
    const { signal, controller, calls } = listened();
    onAbort(signal, () => calls.push('abort'))();
    controller.abort();
    expect(calls).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('does nothing without a signal', () => {
    const { calls } = listened();
    onAbort(undefined, () => calls.push('abort'))();
    expect(calls).toEqual([]);
  });
});

describe('untilAborted', () => {
  test.each([new AbortController().signal, undefined])('settles as the promise does', async (signal) => {
    const error = new Error('no');
    expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(untilAborted(Promise.reject(error), signal)).rejects.toBe(error);
    if (signal) expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('rejects as soon as the signal fires, and drops what the promise becomes', async () => {
    const { signal, controller } = listened();
    const late = Promise.withResolvers<number>();
    const waiting = untilAborted(late.promise, signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    late.reject(new Error('nobody listens'));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('rejects at once where the signal has fired before', async () => {
    await expect(untilAborted(new Promise(() => undefined), AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('abortError', () => {
  test("is the signal's own reason where that is an AbortError", () => {
    const signal = AbortSignal.abort();
    expect(abortError(signal)).toBe(signal.reason);
  });

  test('is an AbortError caused by any other reason', () => {
    const error = abortError(AbortSignal.abort('enough'));
    expect(isAbortError(error)).toBe(true);
    expect(error.cause).toBe('enough');
  });
});

function listened(): { signal: AbortSignal; controller: AbortController; calls: string[] } {
  const controller = new AbortController();
  return { controller, signal: controller.signal, calls: [] };
}
