import { fc, test as property } from '@fast-check/jest';
import { describe, expect, test } from '@jest/globals';
import { hashKey, KeyHash, keyBuffer } from '../../src/encoding/key-hash.ts';
import { decodeObject } from '../../src/encoding/object/object-decoder.ts';
import { json } from '../support/bytes.ts';
import { pod } from '../support/objects.ts';

/** How many different hashes the texts have. */
function spread(texts: readonly string[], hash: (text: string) => number = hashKey): number {
  return new Set(texts.map((text) => hash(text))).size;
}

// Of random hashes of 32 bits, so few have hardly ever one in common; four in common have none in a lifetime.
const fewTwins = 3;

describe('the hash of keys', () => {
  // The test vectors of the Linux kernel (lib/tests/siphash_kunit.c, hsiphash of 32 bits).
  test('is HalfSipHash-1-3', () => {
    const hash = new KeyHash(0x03020100, 0x07060504);
    const expected = [
      0x5814c896, 0xe7e864ca, 0xbc4b0e30, 0x01539939, 0x7e059ea6, 0x88e3d89b, 0xa0080b65, 0x9d38d9d6,
      0x577999b1, 0xc839caed,
    ];
    const texts = expected.map((_, length) => String.fromCharCode(...Array(length).keys()));
    expect(texts.map((text) => hash.ofText(text) >>> 0)).toEqual(expected);
  });

  property.prop([fc.string({ unit: 'grapheme-ascii', maxLength: 700 })])(
    'is that of the bytes where a key is ASCII',
    (text) => {
      const hash = new KeyHash(1, 2);
      const buffer = keyBuffer(text.length);
      buffer.set(new TextEncoder().encode(text));
      expect(hash.ofBuffer(buffer, text.length)).toBe(hash.ofText(text));
    },
  );

  property.prop([
    fc.stringMatching(/^[a-z0-9.-]{1,300}$/),
    fc.option(fc.stringMatching(/^[a-z0-9-]{1,300}$/), { nil: undefined }),
  ])(
    'is the same for an object in bytes, one that is decoded, and the text of its key',
    (name, namespace) => {
      const bytes = json(pod(name, namespace === undefined ? {} : { namespace }));
      const escaped = json(pod(name, namespace === undefined ? {} : { namespace }));
      const text = new TextDecoder()
        .decode(escaped)
        .replace(`"name":"${name[0]}`, (start) =>
          start.replace(/.$/, `\\u${(name.charCodeAt(0) + 0x10000).toString(16).slice(1)}`),
        );
      const [scanned, decoded] = [decodeObject(bytes), decodeObject(new TextEncoder().encode(text))];
      expect(decoded.key).toBe(scanned.key);
      expect([scanned.keyHash, decoded.keyHash]).toEqual(Array(2).fill(hashKey(scanned.key)));
    },
  );

  // The Thue-Morse word and its complement, as blocks, have one hash under every polynomial modulo a power of two.
  test('tells Thue-Morse names apart', () => {
    const [word, complement] = thueMorse(7);
    const names = Array.from({ length: 1024 }, (_, index) =>
      Array.from({ length: 10 }, (_bit, bit) => ((index >> bit) & 1 ? word : complement)).join(''),
    );
    expect(spread(names)).toBeGreaterThanOrEqual(1024 - fewTwins);
    const polynomial = (text: string): number =>
      Array.from(text).reduce((hash, letter) => (Math.imul(hash, 0x2f0b4c47) + letter.charCodeAt(0)) | 0, 7);
    expect(spread(thueMorse(11), polynomial)).toBe(1);
  });

  test('tells names apart that have one hash under another key', () => {
    const other = new KeyHash(0x1234, 0x5678);
    const byHash = Map.groupBy(
      Array.from({ length: 200_000 }, (_, index) => `tenant/web-${index.toString(36)}`),
      (name) => other.ofText(name) & 0xffff,
    );
    // Names that would all be in one place of a table of 65,536 places.
    const names = [...byHash.values()].flatMap((each) => (each.length > 8 ? [each] : []));
    expect(names.length).toBeGreaterThan(0);
    const places = names.map(
      (each) => new Set(each.map((name) => hashKey(name) & 0xffff)).size / each.length,
    );
    expect(Math.min(...places)).toBeGreaterThan(0.5);
  });

  test('tells texts apart that differ in one code unit, surrogates without a partner among them', () => {
    const names = Array.from({ length: 2048 }, (_, index) => `a${String.fromCharCode(0xd800 + index)}b`);
    expect(spread(names)).toBeGreaterThanOrEqual(2048 - fewTwins);
    expect(spread(['\u0101', '\u0001\u0001', '\u00ff', '\u0000', '', '\u0000\u0000', 'a/b', 'ab/'])).toBe(8);
  });
});

/** The word of 2 ** `order` letters, and its complement. */
function thueMorse(order: number): readonly [string, string] {
  let [word, complement] = ['a', 'b'];
  for (let step = 0; step < order; step += 1) [word, complement] = [word + complement, complement + word];
  return [word, complement];
}
