import { describe, expect, test } from '@jest/globals';
import { fastSkipValue, forget, reach, reaches } from '../../src/encoding/fast-skip.ts';
import { gaveUp, skipValue } from '../../src/encoding/json-scanner.ts';
import { bytes } from '../support/bytes.ts';

describe('stepping over values fast', () => {
  const mebibyte = 1024 * 1024;

  test('reaches a mebibyte, and still steps over what ends behind it', () => {
    const text = bytes(`[${'"0123456789",'.repeat(100_000)}1]`);
    reach(text, 0, text.length);
    expect([reaches(text, 0), reaches(text, mebibyte - 1), reaches(text, mebibyte)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(fastSkipValue(text, 0, text.length)).toBe(text.length);
    forget();
  });

  test('does not take a number for whole that goes on behind what is within reach', () => {
    const text = bytes(`${' '.repeat(mebibyte - 3)}123456 `);
    reach(text, 0, text.length);
    expect(fastSkipValue(text, 0, text.length)).toBe(mebibyte + 3);
    forget();
  });

  test('is the same from the middle of the bytes, and within an end', () => {
    const text = bytes('[1,{"a":"b"},"c"]');
    reach(text, 3, text.length);
    for (const at of [3, 4, 8, 13])
      for (let end = at; end <= text.length; end += 1)
        expect(fastSkipValue(text, at, end)).toBe(skipValue(text, at, end));
    forget();
  });

  test('sees bytes that changed since', () => {
    const text = bytes('"abc"');
    reach(text, 0, text.length);
    forget();
    text[2] = 0x01;
    expect(fastSkipValue(text, 0, text.length)).toBe(gaveUp);
  });
});
