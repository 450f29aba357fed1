import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { boundedText } from '../../src/events/bounded-text.ts';

const bytesOf = (text: string): number => Buffer.byteLength(text);

describe('a text that is bounded in bytes', () => {
  test.each([
    ['stays whole where it fits', 'abcdef', 6, 'abcdef'],
    ['is cut with a sign of it', 'abcdefg', 6, 'abc…'],
    ['is cut before a character that does not fit as a whole', 'ab€€€', 7, 'ab…'],
    ['is cut before a pair that does not fit as a whole', 'a😀😀', 8, 'a😀…'],
    ['fits by its bytes, not by its characters', '€€', 6, '€€'],
    ['has no halves of pairs', 'a\ud83d', 6, 'a\ufffd'],
  ])('%s', (...[, text, most, expected]) => {
    expect(boundedText(text, most)).toBe(expected);
  });

  property.prop([fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 3, max: 128 })])(
    'never has more, says where it was cut, and is the text as far as it goes',
    (text, most) => {
      const bounded = boundedText(text, most);
      expect(bytesOf(bounded)).toBeLessThanOrEqual(most);
      expect(bounded.isWellFormed()).toBe(true);
      if (bytesOf(text.toWellFormed()) <= most) expect(bounded).toBe(text.toWellFormed());
      else expect(text.toWellFormed().startsWith(bounded.slice(0, -1)) && bounded.endsWith('…')).toBe(true);
    },
  );
});
