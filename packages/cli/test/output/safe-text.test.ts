import { expect, test } from '@jest/globals';
import { unprintable } from '@kube-rx/core';
import { safeJson, safeLine, safeText } from '../../src/output/safe-text.ts';
import { isSafe } from '../support/hostile-text.ts';

test.each([
  ['\u001b[2J', '^[[2J'],
  ['\u0000\t\r\u007f', '^@^I^M^?'],
  ['\u009b2J\u0085', '\\x9b2J\\x85'],
  ['\u202egnp.exe', '\\u202egnp.exe'],
  ['\u{e0041}\ud800', '\\u{e0041}\\ud800'],
  ['\u3164\u034f\u{e0100}', '\\u3164\\u034f\\u{e0100}'],
  ['größe 名前 😀 שלום ⚠️', 'größe 名前 😀 שלום ⚠️'],
])('%j is shown as %j', (text, shown) => {
  expect(safeText(text)).toBe(shown);
});

test('a line stays one, and a text keeps its lines', () => {
  expect(safeLine('a\nb')).toBe('a^Jb');
  expect(safeText('a\nb')).toBe('a\nb');
});

test('JSON stays the same value', () => {
  const value = { 'k\u009b': ['\u202e\u{e0041}\u007f', 'größe'] };
  const json = safeJson(JSON.stringify(value, undefined, 2));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toContain('"\\u202e\\udb40\\udc41\\u007f"');
  expect(isSafe(json)).toBe(true);
});

test('what a terminal must not see is what messages for a log escape', () => {
  const characters = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code));
  const differs = characters.filter((one) => one.search(unprintable) >= 0 !== (safeText(one) !== one));
  expect(differs).toEqual([]);
  expect(characters.filter((one) => !isSafe(safeText(one)))).toEqual([]);
});
