import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LogSplitter } from '../../src/logs/log-splitter.ts';

function split(bytes: Uint8Array, cuts: readonly number[], maxLineBytes = 1024): string[] {
  const splitter = new LogSplitter(maxLineBytes);
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])];
  places.sort((a, b) => a - b);
  const lines = places.slice(1).flatMap((end, at) => [...splitter.push(bytes.slice(places[at], end))]);
  const last = splitter.end();
  return last === undefined ? lines : [...lines, last];
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a splitter of logs', () => {
  test.each([
    ['lines', 'a\nb\n', ['a', 'b']],
    ['a last line without an end', 'a\nb', ['a', 'b']],
    ['blank lines', '\n\na\n', ['', '', 'a']],
    ['line breaks of Windows, and no other return', 'a\r\nb\rc\n', ['a', 'b\rc']],
    ['nothing', '', []],
    ['a mark of byte order, which a container wrote', '\ufeffa\n', ['\ufeffa']],
  ])('gives %s', (_, text, lines) => {
    expect(split(utf8(text), [])).toEqual(lines);
  });

  test('gives the same lines however the bytes are chunked', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\n', '\r\n', '\u0000') });
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (written, cuts) => {
        const lines = written.replaceAll('\r\n', '\n').split('\n');
        if (lines.at(-1) === '') lines.pop();
        expect(split(utf8(written), cuts)).toEqual(lines);
      }),
    );
  });

  test('cuts a long line between characters, and loses none of it', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀'), minLength: 1 });
    fc.assert(
      fc.property(text, fc.array(fc.nat()), fc.integer({ min: 4, max: 20 }), (written, cuts, most) => {
        const pieces = split(utf8(`${written}\nnext`), cuts, most);
        expect(pieces.pop()).toBe('next');
        expect(pieces.join('')).toBe(written);
        for (const piece of pieces) expect(utf8(piece).length).toBeLessThanOrEqual(most);
        for (const piece of pieces.slice(0, -1)) expect(utf8(piece).length).toBeGreaterThan(most - 4);
      }),
    );
  });

  test('reads on through bytes that are no UTF-8, a long line of them too', () => {
    expect(split(Uint8Array.of(0xff, 0x61, 0x0a, 0x62), [1])).toEqual(['\ufffda', 'b']);
    const pieces = split(new Uint8Array(64).fill(0x80), [5, 9], 16);
    expect(pieces.map((piece) => piece.length)).toEqual([16, 16, 16, 16]);
  });

  test('holds one line of what comes a byte at a time, in no more memory than its bound', () => {
    const splitter = new LogSplitter(1000);
    const pieces: string[] = [];
    for (let at = 0; at < 10_000; at += 1) pieces.push(...splitter.push(Uint8Array.of(0x61)));
    expect(pieces.map((piece) => piece.length)).toEqual(new Array(9).fill(1000));
    expect(splitter.end()).toHaveLength(1000);
  });
});
