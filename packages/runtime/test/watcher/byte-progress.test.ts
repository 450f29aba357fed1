import { describe, expect, test } from '@jest/globals';
import { ByteProgress } from '../../src/watcher/byte-progress.ts';

describe('the bytes of an answer', () => {
  test('are progress once 4 KiB have come since the last', () => {
    const progress = new ByteProgress();
    expect([4095, 1, 4095, 1].map((bytes) => progress.note(bytes))).toEqual([false, true, false, true]);
  });

  test('are progress at once where they are the first, and that counts', () => {
    const progress = new ByteProgress({ first: true });
    expect([1, 1, 4094, 1].map((bytes) => progress.note(bytes))).toEqual([true, false, false, true]);
  });

  test('are progress by what they say, after which it is counted anew', () => {
    const progress = new ByteProgress();
    expect(progress.note(4095)).toBe(false);
    expect(progress.note(0, true)).toBe(true);
    expect(progress.note(1)).toBe(false);
  });
});
