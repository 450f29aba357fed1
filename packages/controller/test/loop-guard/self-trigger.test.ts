import { describe, expect, test } from '@jest/globals';
import {
  afterRun,
  causeOf,
  type LoopState,
  quiet,
  type RunCause,
} from '../../src/loop-guard/self-trigger.ts';
import type { Reason, ReasonType } from '../../src/queue/reason.ts';

const reason = (resourceVersion: string, type: ReasonType = 'updated'): Reason => ({
  type,
  source: 'configmaps',
  object: 'shop/a',
  resourceVersion,
});
/** Versions that begin with a 1 are the key's own. */
const isEcho = ({ resourceVersion = '' }: Reason): boolean => resourceVersion.startsWith('1');

describe('the cause of a run', () => {
  test.each<[what: string, run: Parameters<typeof causeOf>[0], cause: RunCause]>([
    ['echoes, as the queue knew', { echoesOnly: true, reasons: [reason('2')], triggerCount: 7 }, 'own'],
    [
      'an echo that overtook its answer',
      { echoesOnly: false, reasons: [reason('1')], triggerCount: 1 },
      'own',
    ],
    ['an echo many times', { echoesOnly: false, reasons: [reason('1')], triggerCount: 9 }, 'own'],
    ['a change by others', { echoesOnly: false, reasons: [reason('2')], triggerCount: 1 }, 'foreign'],
    [
      'own event filter swallows a foreign change: both came',
      { echoesOnly: false, reasons: [reason('1'), reason('2')], triggerCount: 2 },
      'foreign',
    ],
    [
      'its own requeueAfter',
      { echoesOnly: false, reasons: [reason('', 'requeued')], triggerCount: 1 },
      'neutral',
    ],
    ['its own failure', { echoesOnly: false, reasons: [reason('', 'retried')], triggerCount: 1 }, 'neutral'],
    [
      'an echo before its own requeueAfter',
      { echoesOnly: false, reasons: [reason('', 'requeued'), reason('11')], triggerCount: 2 },
      'own',
    ],
    ['nothing that is known', { echoesOnly: false, reasons: [], triggerCount: 1 }, 'foreign'],
    [
      'more than was kept',
      {
        echoesOnly: false,
        reasons: ['1', '11', '12', '13'].map((version) => reason(version)),
        triggerCount: 5,
      },
      'foreign',
    ],
    [
      'as many as were kept',
      {
        echoesOnly: false,
        reasons: ['1', '11', '12', '13'].map((version) => reason(version)),
        triggerCount: 4,
      },
      'own',
    ],
  ])('%s', (_, run, cause) => {
    expect(causeOf(run, isEcho)).toBe(cause);
  });
});

interface EndedRun {
  readonly cause: RunCause;
  readonly wrote: boolean;
  readonly now: number;
}

const own = (now: number): EndedRun => ({ cause: 'own', wrote: true, now });

function after(...runs: readonly EndedRun[]): LoopState {
  return runs.reduce<LoopState>((state, run) => afterRun(state, run), quiet);
}

const five = [0, 1, 2, 3, 4].map(own);

describe('a key', () => {
  test('is held for a second after five runs in a row that only its own writes led to', () => {
    expect(after(...five.slice(1))).toMatchObject({ type: 'streak' });
    expect(after(...five)).toEqual({ type: 'held', runs: 5, holdMs: 1_000 });
  });

  test('is held twice as long each time, for five minutes at most', () => {
    const holds = Array.from({ length: 12 }, (_, more) => {
      const state = after(...five, ...Array.from({ length: more }, (__, at) => own(60_000 * at)));
      return state.type === 'held' ? state.holdMs : 0;
    });
    expect(holds).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, 300_000,
    ]);
  });

  test('is not held for runs that are further apart', () => {
    expect(after(...[0, 15, 30, 45, 60, 75, 90].map((seconds) => own(seconds * 1000)))).toMatchObject({
      type: 'streak',
    });
  });

  test.each<[what: string, run: EndedRun]>([
    ['something else leads to a run', { cause: 'foreign', wrote: true, now: 4 }],
    ['a run writes nothing', { cause: 'own', wrote: false, now: 4 }],
  ])('is let go when %s', (_, run) => {
    expect(after(...five.slice(1), run)).toBe(quiet);
    expect(after(...five, run)).toBe(quiet);
  });

  test('is neither held nor let go by a run of its own wish', () => {
    const wish: EndedRun = { cause: 'neutral', wrote: true, now: 4 };
    const streak = after(...five.slice(1));
    expect(afterRun(streak, wish)).toBe(streak);
    expect(after(...Array.from({ length: 10 }, () => wish))).toBe(quiet);
  });
});
