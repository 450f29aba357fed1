import { expect, test } from '@jest/globals';
import { warningHeader, warningLines } from '../../src/handlers/warning-header.ts';

const texts = (header = ''): string[] =>
  header.split(/, (?=299 - )/).map((one) => JSON.parse(one.slice(6)) as string);
const many = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, at) => String(at).padEnd(length, 'x'));

test('each warning is told once', () => {
  expect(warningHeader(['a', 'b"', 'a'])).toBe('299 - "a", 299 - "b\\""');
});

test('what a header cannot hold is not told', () => {
  expect(warningHeader(['', 'a\nb', 'c\u0085'])).toBeUndefined();
  expect(warningHeader(['a\tb', 'é\\'])).toBe('299 - "é\\\\"');
});

test('each warning goes over a connection in a line, in the bytes of UTF-8', () => {
  const lines = warningLines(warningHeader(['a", 299 - "b', 'ключ', 'é\\']) ?? '');
  expect(lines.map((line) => Buffer.from(line, 'latin1').toString())).toEqual([
    '299 - "a\\", 299 - \\"b"',
    '299 - "ключ"',
    '299 - "é\\\\"',
  ]);
});

test('warnings that fit are told whole', () => {
  expect(texts(warningHeader(many(8, 512)))).toEqual(many(8, 512));
});

test('beyond 4,096 characters each is cut, and the last ones are left out', () => {
  expect(texts(warningHeader(many(9, 512)))).toEqual(many(9, 512).map((text) => text.slice(0, 256)));
  expect(texts(warningHeader(many(1_000, 512)))).toEqual(many(16, 512).map((text) => text.slice(0, 256)));
  expect(texts(warningHeader(many(1_000, 16)))).toEqual(many(257, 16).slice(0, 257));
  expect(texts(warningHeader(['😀'.repeat(3_000_000)]))).toEqual(['😀'.repeat(256)]);
});
