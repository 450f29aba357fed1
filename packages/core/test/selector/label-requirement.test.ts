import { test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { isLabelKey, isLabelValue } from '../../src/selector/label-requirement.ts';

describe('isLabelKey', () => {
  test.each([
    ['app', true],
    ['a', true],
    ['A.b_c-9', true],
    ['9', true],
    ['a'.repeat(63), true],
    ['a'.repeat(64), false],
    ['example.com/app', true],
    ['a/b', true],
    [`${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}/k`, true],
    [`${'a'.repeat(64)}/k`, true],
    [`${'a'.repeat(254)}/k`, false],
    ['', false],
    ['/', false],
    ['/app', false],
    ['example.com/', false],
    ['a/b/c', false],
    ['Example.com/app', false],
    ['example_com/app', false],
    ['.example/app', false],
    ['example./app', false],
    ['ex..ample/app', false],
    ['-a', false],
    ['a-', false],
    ['_a', false],
    ['a.', false],
    ['a b', false],
    ['a\n', false],
    ['\u00e4', false],
    ['__proto__', false],
    ['constructor', true],
  ])('%j: %j', (text, valid) => {
    expect(isLabelKey(text)).toBe(valid);
  });
});

describe('isLabelValue', () => {
  test.each([
    ['', true],
    ['a', true],
    ['A.b_c-9', true],
    ['v'.repeat(63), true],
    ['v'.repeat(64), false],
    ['-a', false],
    ['a_', false],
    ['a/b', false],
    ['a\n', false],
    [' ', false],
    ['\u0661', false],
  ])('%j: %j', (text, valid) => {
    expect(isLabelValue(text)).toBe(valid);
  });
});
