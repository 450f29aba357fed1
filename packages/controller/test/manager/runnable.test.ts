// What runs beside controllers, under a leadership.

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { settle } from '@kube-rx/core';
import { runLed } from '../../src/manager/runnable.ts';
import { HandMadeLeadership } from '../support/hand-made-leadership.ts';

let leadership: HandMadeLeadership;
let stop: AbortController;

beforeEach(() => {
  leadership = new HandMadeLeadership();
  stop = new AbortController();
});

afterEach(() => {
  expect(leadership.followers).toBe(0);
});

describe('a runnable under a leadership', () => {
  test('runs once in each term, with a signal that fires when the term ends', async () => {
    const told: string[] = [];
    const run = (signal: AbortSignal, term: unknown): Promise<void> => {
      told.push(`begins ${term === leadership.term}`);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          told.push('ends');
          reject(signal.reason as Error);
        }),
      );
    };
    const ended = runLed({ name: 'jobs', run }, leadership, stop.signal);
    await settle();
    expect(told).toEqual([]);
    leadership.begin();
    leadership.end();
    await settle();
    leadership.begin();
    stop.abort();
    await ended;
    expect(told).toEqual(['begins true', 'ends', 'begins true', 'ends']);
  });

  test('is not run twice at once: a later term waits for what goes on', async () => {
    const ends: (() => void)[] = [];
    const run = (): Promise<void> => new Promise((resolve) => void ends.push(resolve));
    const ended = runLed({ name: 'jobs', run }, leadership, stop.signal);
    leadership.begin();
    leadership.end();
    leadership.begin();
    await settle();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await settle();
    expect(ends).toHaveLength(2);
    stop.abort();
    ends[1]?.();
    await ended;
  });

  test('is over where it throws within its term', async () => {
    const broken = new Error('no');
    const ended = runLed({ name: 'jobs', run: () => Promise.reject(broken) }, leadership, stop.signal);
    leadership.begin();
    await expect(ended).rejects.toBe(broken);
  });

  test('is over where it throws as it is told to end, by more than that it was told', async () => {
    const broken = new Error('what was gathered cannot be sent');
    const run = (signal: AbortSignal): Promise<void> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(broken)));
    const ended = runLed({ name: 'jobs', run }, leadership, stop.signal);
    leadership.begin();
    stop.abort();
    await expect(ended).rejects.toBe(broken);
  });

  test('does not begin in a later term once it has thrown', async () => {
    const broken = new Error('no');
    const ends: ((error: Error) => void)[] = [];
    const run = (): Promise<void> => new Promise((_, reject) => void ends.push(reject));
    const ended = runLed({ name: 'jobs', run }, leadership, stop.signal);
    leadership.begin();
    leadership.end();
    leadership.begin();
    ends[0]?.(broken);
    await expect(ended).rejects.toBe(broken);
    await settle();
    expect(ends).toHaveLength(1);
  });
});
