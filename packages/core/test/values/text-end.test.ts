import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { Duration, IntOrString, InvalidValueError, Quantity, Time, trimTextEnd } from '../../src/index.ts';

describe('the end of a text', () => {
  test.prop([fc.string({ unit: fc.constantFrom('/', 'a', '\n') })])(
    'is trimmed as by its expression',
    (text) => {
      expect(trimTextEnd(text, '/')).toBe(text.replace(/\/+$/, ''));
      expect(trimTextEnd(text, '/\n')).toBe(text.replace(/[/\n]+$/, ''));
    },
  );
});

describe('a value of a megabyte', () => {
  const digits = '1'.repeat(1_000_000);

  test.each<[what: string, read: () => unknown]>([
    ['duration', () => Duration.parse(`${digits}h`)],
    ['duration without a unit', () => Duration.parse(digits)],
    ['quantity', () => Quantity.parse(digits)],
    ['time', () => Time.parse(digits)],
    ['count', () => IntOrString.scale(digits, 1, 'up')],
  ])('is refused as a %s, in a short message', (_, read) => {
    let refusal: unknown;
    try {
      read();
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(InvalidValueError);
    expect(String(refusal).length).toBeLessThan(400);
  });

  test('is no valid quantity', () => {
    expect(Quantity.isValid(digits)).toBe(false);
    expect(Quantity.isValid('1'.repeat(1000))).toBe(true);
  });
});
