import { describe, expect, test } from '@jest/globals';
import { SharedRun } from '../../src/async/shared-run.ts';

function counted() {
  const runs: { signal: AbortSignal; argument: number; settle: PromiseWithResolvers<string> }[] = [];
  const shared = new SharedRun((signal, argument: number) => {
    const settle = Promise.withResolvers<string>();
    runs.push({ signal, argument, settle });
    return settle.promise;
  });
  return { shared, runs };
}

describe('a shared run', () => {
  test('has one outcome for all who join it, and begins anew for those who come later', async () => {
    const { shared, runs } = counted();
    const [first, second] = [shared.join(1), shared.join(2)];
    runs[0]?.settle.resolve('a');
    expect(await Promise.all([first, second])).toEqual(['a', 'a']);
    const third = shared.join(3);
    runs[1]?.settle.reject(new Error('b'));
    await expect(third).rejects.toThrow('b');
    expect(runs.map(({ argument }) => argument)).toEqual([1, 3]);
  });

  test('is aborted when the last one who waits has left', async () => {
    const { shared, runs } = counted();
    const [one, other] = [new AbortController(), new AbortController()];
    const [first, second] = [shared.join(1, one.signal), shared.join(2, other.signal)];
    one.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(runs[0]?.signal.aborted).toBe(false);
    other.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    expect(runs[0]?.signal.aborted).toBe(true);
    void shared.join(3);
    expect(runs).toHaveLength(2);
  });

  test('does not begin for a caller that has left before', async () => {
    const { shared, runs } = counted();
    await expect(shared.join(1, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(runs).toEqual([]);
  });

  test('that is left behind still ends for those who wait, and is joined by nobody else', async () => {
    const { shared, runs } = counted();
    const first = shared.join(1);
    shared.leaveBehind();
    const second = shared.join(2);
    runs[0]?.settle.resolve('a');
    expect(await first).toBe('a');
    const third = shared.join(3);
    runs[1]?.settle.resolve('b');
    expect(await Promise.all([second, third])).toEqual(['b', 'b']);
    expect(runs).toHaveLength(2);
  });
});
