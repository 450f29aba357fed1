// The decoder of chunked framing: what it takes off, where it stops, and what it leaves to Node's parser to judge.
// Wherever the input was cut on its way, all of that is the same.

import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { ChunkedBody } from '../../src/transport/chunked-body.ts';

interface Decoded {
  body: string;
  /** What Node's parser gets to see, from where it stopped; undefined where it did not. */
  seen: string | undefined;
}

// Around each piece of the input, so that it does not begin at 0, and bytes written outside show.
const margin = Buffer.from('~~~');

/** Bytes as text, each a character. */
function decode(pieces: readonly string[]): Decoded {
  const decoder = new ChunkedBody();
  const decoded: Decoded = { body: '', seen: undefined };
  for (const piece of pieces) {
    if (decoded.seen !== undefined) {
      decoded.seen += piece;
      continue;
    }
    const input = Buffer.concat([margin, Buffer.from(piece, 'latin1'), margin]);
    const [at, end] = [margin.length, input.length - margin.length];
    const stopped = decoder.decode(input, at, end);
    decoded.body += input.toString('latin1', at, at + decoder.written);
    if (stopped !== -1) {
      if (stopped < at || stopped >= end) throw new RangeError(`stopped at ${stopped}, outside the input`);
      decoded.seen = Buffer.from(decoder.before).toString('latin1') + input.toString('latin1', stopped, end);
    }
    if (!input.subarray(0, at).equals(margin) || !input.subarray(end).equals(margin))
      throw new RangeError('wrote outside the input');
  }
  return decoded;
}

function cutAt(whole: string, cuts: readonly number[]): string[] {
  const points = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return points.slice(1).map((to, index) => whole.slice(points[index], to));
}

function chunk(data: string, size: string = data.length.toString(16)): string {
  return `${size}\r\n${data}\r\n`;
}

/** Expects `decoded` of `whole` in one, in any two and in any three pieces, and byte by byte. */
function expectHoweverCut(whole: string, decoded: Decoded): void {
  const ways = [Array.from(whole)];
  for (let first = 0; first <= whole.length; first += 1)
    for (let second = first; second <= whole.length; second += 1) ways.push(cutAt(whole, [first, second]));
  const found = ways.map((pieces) => ({ pieces, ...decode(pieces) }));
  const wrong = found.filter(({ body, seen }) => body !== decoded.body || seen !== decoded.seen);
  expect(wrong.slice(0, 3)).toEqual([]);
}

describe('a chunked body, however it is cut, is taken where it is', () => {
  test.each([
    ['one chunk', chunk('hello'), 'hello'],
    ['chunks of one byte', chunk('a') + chunk('b') + chunk('c'), 'abc'],
    ['a size with a letter', chunk('0123456789', 'a'), '0123456789'],
    ['a size with a capital', chunk('0123456789', 'A'), '0123456789'],
    ['a size of two digits', chunk('0123456789abcdef-', '11'), '0123456789abcdef-'],
    ['a size with zeros before it', chunk('hello', '0005'), 'hello'],
    ['a size of thirteen digits', chunk('hello', '0000000000005'), 'hello'],
    ['bytes that look like framing', chunk('0\r\n\r\n') + chunk('\r\n') + chunk('5;a'), '0\r\n\r\n\r\n5;a'],
    ['bytes outside ASCII', chunk('\xff\x00\x80\r') + chunk('\n'), '\xff\x00\x80\r\n'],
    ['a chunk that has begun', 'a\r\nhello', 'hello'],
    ['the largest chunk that it counts, begun', 'fffffffffffff\r\nhello', 'hello'],
    ['a size that has begun', `${chunk('hello')}12`, 'hello'],
    ['a zero, behind which more digits may come', '0', ''],
  ])('%s', (_what, whole, body) => {
    expectHoweverCut(whole, { body, seen: undefined });
  });

  test.prop([
    fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 12 }),
    fc.array(fc.nat({ max: 4_000 }), { maxLength: 12 }),
    fc.string({ unit: fc.constantFrom('\r', '\n', ';', 'x', '0'), maxLength: 6 }),
  ])('any, and nothing of what comes behind its last chunk', (parts, cuts, behind) => {
    const texts = parts.map((part) => Buffer.from(part).toString('latin1'));
    const last = `0\r\n${behind}`;
    expect(decode(cutAt(texts.map((text) => chunk(text)).join('') + last, cuts))).toEqual({
      body: texts.join(''),
      seen: last,
    });
  });

  test('large, in the chunks and the reads of a large answer', () => {
    const data = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7) % 251)).toString('latin1');
    const whole = Array.from({ length: 10 }, () => chunk(data)).join('');
    const reads = cutAt(
      whole,
      Array.from({ length: 46 }, (_, at) => at * 65_536),
    );
    const { body, seen } = decode(reads);
    expect(body === data.repeat(10)).toBe(true);
    expect(seen).toBeUndefined();
  });
});

describe('decoding stops, however the input is cut, and leaves to the parser', () => {
  const first = chunk('hello');

  test.each([
    ['the last chunk', '0\r\n\r\n'],
    ['the last chunk with more zeros', '000\r\n\r\n'],
    ['the last chunk with thirteen zeros', '0000000000000\r\n\r\n'],
    ['the last chunk with trailers behind it', '0\r\na: b\r\n\r\n'],
    ['the last chunk with an extension', '0;a=b\r\n\r\n'],
    ['a size with an extension', '5;a=b\r\nhello\r\n'],
    ['a size with a blank behind it', '5 \r\nhello\r\n'],
    ['a size with a sign before it', '-5\r\nhello\r\n'],
    ['a size with a sign behind hexadecimal digits', 'a+5\r\nhello\r\n'],
    ['a size with a prefix', '0x5\r\nhello\r\n'],
    ['an empty line for a size', '\r\nhello\r\n'],
    ['a size without its CR', '5\nhello\r\n'],
    ['a size without its LF', '5\rhello\r\n'],
    ['a size with its line end twice over', '5\r\r\nhello\r\n'],
    ['a line feed alone', '\nhello\r\n'],
    ['the letter behind the digits', 'g\r\n'],
    ['the letter behind the digits, as a capital', 'G\r\n'],
    ['the sign before the digits', '/\r\n'],
    ['the sign behind the digits', ':\r\n'],
    ['the sign before the letters', '`\r\n'],
    ['the sign before the capitals', '@\r\n'],
    ['a byte that is a digit but for its highest bit', '\xb5\r\nhello\r\n'],
    ['fourteen digits', '00000000000005\r\nhello\r\n'],
    ['more digits than a number can hold', `${'f'.repeat(40)}\r\nhello\r\n`],
  ])('%s, from where its line begins', (_what, rest) => {
    expectHoweverCut(rest, { body: '', seen: rest });
    expectHoweverCut(first + rest, { body: 'hello', seen: rest });
  });

  // The parser awaits a size and must not find one: a chunk that did not end may be followed by what looks like it.
  test.each([
    ['no line end', '5\r\nhello', '5\r\nworld\r\n'],
    ['no CR', '5\r\nhello', '\n5\r\nworld\r\n'],
    ['no LF', '5\r\nhello\r', '5\r\nworld\r\n'],
    ['CR twice', '5\r\nhello\r', '\r\n5\r\nworld\r\n'],
    ['more bytes than its size says', '5\r\nhello', '00\r\n5\r\nworld\r\n'],
    ['a zero in place of its line end', '5\r\nhello', '0\r\n\r\n'],
  ])('a chunk with %s, as what is no size', (_what, before, rest) => {
    expectHoweverCut(before + rest, { body: 'hello', seen: `\r${rest}` });
  });

  const junk = fc.string({ unit: fc.constantFrom('0', '1', 'b', '\r\n', '\r', '\n', ';'), maxLength: 9 });
  const part = fc.oneof(
    junk,
    junk.filter((data) => data !== '').map((data) => chunk(data)),
  );
  test.prop([fc.array(part).map((parts) => parts.join('')), fc.array(fc.nat({ max: 99 }))], {
    numRuns: 1000,
  })('the same of any bytes as of those in one piece', (whole, cuts) => {
    expect(decode(cutAt(whole, cuts))).toEqual(decode([whole]));
  });
});
