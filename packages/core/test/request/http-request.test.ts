import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { formatTarget, readBody } from '../../src/request/http-request.ts';
import { bytes, text } from '../support/bytes.ts';

async function* stream(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('formatTarget', () => {
  test.each([
    ['/api/v1/pods', []],
    ['/api/v1/pods?a=b', [['a', 'b']]],
    ['/api/v1/pods?a=', [['a', '']]],
    [
      '/api/v1/pods?a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['/api/v1/pods?a%26b=c%3Dd%2Be%20f%23g', [['a&b', 'c=d+e f#g']]],
    ['/api/v1/pods?a=%F0%9F%98%80', [['a', '\u{1f600}']]],
  ] as const)('gives %s', (target, query) => {
    expect(formatTarget({ path: '/api/v1/pods', query })).toBe(target);
  });

  const part = fc.string({ unit: 'grapheme' });
  test.prop([fc.array(fc.tuple(part, part))])('gives what a server reads back in the same order', (query) => {
    const { pathname, searchParams } = new URL(formatTarget({ path: '/a', query }), 'https://cluster');
    expect(pathname).toBe('/a');
    expect([...searchParams]).toEqual(query);
  });
});

describe('readBody', () => {
  test('gives an empty body for no chunks', async () => {
    expect(await readBody(stream())).toEqual(new Uint8Array(0));
  });

  test('gives the only chunk as it is', async () => {
    const chunk = bytes('a');
    expect(await readBody(stream(chunk))).toBe(chunk);
  });

  test('joins chunks, the empty ones and those that cut a letter included', async () => {
    const [first, second] = [bytes('\u00fc').subarray(0, 1), bytes('\u00fc').subarray(1)];
    expect(text(await readBody(stream(first, new Uint8Array(0), second, bytes('ber'))))).toBe('\u00fcber');
  });

  test('throws what the stream throws', async () => {
    async function* torn(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes('a'));
      throw new Error('reset');
    }
    await expect(readBody(torn())).rejects.toThrow('reset');
  });
});
