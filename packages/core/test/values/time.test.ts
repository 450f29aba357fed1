import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { InvalidValueError } from '../../src/errors.ts';
import { IntOrString } from '../../src/values/int-or-string.ts';
import { MicroTime, Time } from '../../src/values/time.ts';

describe('a time', () => {
  test.each([
    ['2026-04-22T10:00:00Z', 1_776_852_000_000],
    ['2026-04-22T12:00:00+02:00', 1_776_852_000_000],
    ['2026-04-22t10:00:00z', 1_776_852_000_000],
    ['2026-04-22T10:00:00.25Z', 1_776_852_000_250],
    ['1969-12-31T23:59:59.5Z', -500],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ])('%s is %d', (text, millis) => {
    expect(Time.parse(text)).toBe(millis);
  });

  test.each([
    '',
    '2026-04-22',
    '2026-04-22 10:00:00Z',
    '2026-04-22T10:00:00',
    '2026-02-30T10:00:00Z',
    '2026-13-01T00:00:00Z',
    'now',
  ])('%j is none', (text) => {
    expect(() => Time.parse(text)).toThrow(InvalidValueError);
  });

  test('is written to the second it lies in, before 1970 too', () => {
    expect(Time.format(1_776_852_000_999)).toBe('2026-04-22T10:00:00Z');
    expect(Time.format(-1)).toBe('1969-12-31T23:59:59Z');
  });

  test('is compared across precisions and offsets', () => {
    expect(Time.compare('2026-04-22T10:00:00Z', '2026-04-22T12:00:00.000000+02:00')).toBe(0);
    expect(Time.compare('2026-04-22T10:00:00.000001Z', '2026-04-22T10:00:00Z')).toBe(1);
  });

  test.each([NaN, Infinity, 253_402_300_800_000, -62_167_219_200_001])(
    'refuses what is no moment: %d ms',
    (millis) => {
      expect(() => Time.format(millis)).toThrow(new InvalidValueError(`${millis} ms is no moment`));
    },
  );

  property.prop([fc.integer({ min: -62_135_596_800, max: 253_402_300_799 })])(
    'of whole seconds survives',
    (seconds) => {
      expect(Time.parse(Time.format(seconds * 1000))).toBe(seconds * 1000);
    },
  );
});

describe('a micro-time', () => {
  test('always has six decimals', () => {
    expect(MicroTime.format(1_776_852_000_000)).toBe('2026-04-22T10:00:00.000000Z');
    expect(MicroTime.format(1_776_852_000_123.456)).toBe('2026-04-22T10:00:00.123456Z');
    expect(MicroTime.format(-0.001)).toBe('1969-12-31T23:59:59.999999Z');
  });

  test('refuses what is no moment', () => {
    expect(() => MicroTime.format(Number.NaN)).toThrow(InvalidValueError);
  });

  property.prop([fc.integer({ min: 0, max: 4_000_000_000_000_000 })])(
    'survives to the microsecond',
    (micros) => {
      expect(MicroTime.toMicros(MicroTime.format(micros / 1000))).toBe(BigInt(micros));
    },
  );
});

describe('an int-or-string', () => {
  test('scales percentages, rounding as told, and leaves counts alone', () => {
    expect(IntOrString.scale('25%', 10, 'up')).toBe(3);
    expect(IntOrString.scale('25%', 10, 'down')).toBe(2);
    expect(IntOrString.scale(4, 10, 'up')).toBe(4);
  });

  test.each(['http', '25', '2.5%', 1.5])('refuses to scale %j', (value) => {
    expect(() => IntOrString.scale(value, 10, 'up')).toThrow(InvalidValueError);
  });
});
