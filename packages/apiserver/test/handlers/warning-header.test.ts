import { expect, test } from '@jest/globals';
import { warningHeader } from '../../src/handlers/warning-header.ts';

const texts = (header: string): string[] =>
  header.split(/, (?=299 - )/).map((one) => JSON.parse(one.slice(6)) as string);
const many = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, at) => String(at).padEnd(length, 'x'));

test('each warning is told once', () => {
  expect(warningHeader(['a', 'b"', 'a'])).toBe('299 - "a", 299 - "b\\""');
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
