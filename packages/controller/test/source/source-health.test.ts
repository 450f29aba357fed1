import { describe, expect, test } from '@jest/globals';
import { type HealthState, SourceHealth } from '../../src/source/source-health.ts';

const live: HealthState = { phase: 'live', synced: true, lagMs: 0, trouble: undefined };
const down = (lagMs: number): HealthState => ({
  phase: 'waiting',
  synced: true,
  lagMs,
  trouble: 'refused',
});

/** What is told of states, each with its time. */
function told(...states: readonly (readonly [at: number, state: HealthState])[]): unknown[] {
  const health = new SourceHealth();
  return states.flatMap(([at, state]) => {
    const news = health.look(state, at);
    return news ? [[at, news.type === 'trouble' ? news.reason : 'well']] : [];
  });
}

describe('the health of a source', () => {
  test('is told once in an hour of trouble, and once when that is over', () => {
    const hour = Array.from({ length: 120 }, (_, turn) => [turn * 30_000, down(turn * 30_000)] as const);
    expect(told([0, live], ...hour, [3_600_000, live], [3_601_000, live])).toEqual([
      [30_000, 'refused'],
      [3_600_000, 'well'],
    ]);
  });

  test('is told at once where it was never synced', () => {
    expect(told([0, { ...down(0), synced: false }])).toEqual([[0, 'refused']]);
  });

  test('is not told of a watch that is cut and opened again, nor of one that takes its time', () => {
    expect(told([0, live], [1000, down(0)], [9000, down(8000)], [10_000, live])).toEqual([]);
    expect(told([0, { ...down(60_000), trouble: undefined, phase: 'listing', synced: false }])).toEqual([]);
  });

  test('is told once a minute of a source that comes and goes', () => {
    const flaps = Array.from({ length: 100 }, (_, turn) => [
      [turn * 12_000, down(11_000)] as const,
      [turn * 12_000 + 1000, live] as const,
    ]).flat();
    // Twenty minutes.
    expect(told(...flaps).length).toBe(2 * 20);
  });
});
