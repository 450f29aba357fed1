import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { compareResourceVersions, isResourceVersion } from '../../src/values/resource-version.ts';

const version = fc.oneof(
  fc.bigInt({ min: 0n }).map(String),
  fc.bigInt({ min: 0n, max: 2n ** 64n }).map(String),
  fc.nat({ max: 200 }).map(String),
);

describe('isResourceVersion', () => {
  test.each(['0', '1', '10', '9007199254740993', '18446744073709551616', '9'.repeat(1000)])(
    'takes %j',
    (text) => {
      expect(isResourceVersion(text)).toBe(true);
    },
  );

  test.each([
    '',
    '00',
    '01',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '0x1',
    ' 1',
    '1 ',
    '1\n',
    '\n1',
    'abc',
    '1_000',
    '\u0661',
    'NaN',
  ])('refuses %j', (text) => {
    expect(isResourceVersion(text)).toBe(false);
  });

  test.prop([version])('takes every whole number in its usual form', (text) => {
    expect(isResourceVersion(text)).toBe(true);
    expect(isResourceVersion(`0${text}`)).toBe(false);
  });

  test('gets through ten million digits', () => {
    expect(isResourceVersion(`${'1'.repeat(10_000_000)}x`)).toBe(false);
  });
});

describe('compareResourceVersions', () => {
  test.each([
    ['0', '1', -1],
    ['9', '10', -1],
    ['10', '9', 1],
    ['99', '100', -1],
    ['7', '7', 0],
    ['9007199254740992', '9007199254740993', -1],
    ['18446744073709551615', '18446744073709551616', -1],
  ])('%s and %s', (a, b, sign) => {
    expect(Math.sign(compareResourceVersions(a, b))).toBe(sign);
  });

  test.prop([version, version])('orders as the numbers do, whatever their length', (a, b) => {
    const [left, right] = [BigInt(a), BigInt(b)];
    expect(Math.sign(compareResourceVersions(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
  });

  test.prop([version, fc.integer({ min: -2, max: 2 })])('tells neighbours apart', (a, step) => {
    const b = BigInt(a) + BigInt(step);
    fc.pre(b >= 0n);
    expect(Math.sign(compareResourceVersions(a, String(b)))).toBe(0 - Math.sign(step));
  });

  test.prop([fc.array(version)])('sorts', (versions) => {
    const sorted = versions.toSorted(compareResourceVersions).map(BigInt);
    expect(sorted).toEqual(versions.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });

  test.prop([fc.string(), fc.string()])('tells equal from different of any text', (a, b) => {
    expect(compareResourceVersions(a, b) === 0).toBe(a === b);
  });
});
