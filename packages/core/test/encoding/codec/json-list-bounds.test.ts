// A list that goes on without an object ends in an error, whatever it goes on with: a few KiB of gzip unpack to
// gigabytes of it.

import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError } from '@kube-rx/core';
import { jsonCodec } from '../../../src/encoding/codec/json-codec.ts';
import { bytes, json } from '../../support/bytes.ts';
import { pod, podType } from '../../support/objects.ts';
import { thrown } from '../support/thrown.ts';

const mebibyte = 1024 * 1024;
const blanks = new Uint8Array(mebibyte).fill(0x20);
const head = '{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},';

/** What refuses `piece` when it has come again and again, and how many bytes came before. */
function refusal(start: string, piece: Uint8Array): { failure: DecodeError; bytes: number } {
  const decoder = jsonCodec.createListDecoder({ type: podType });
  decoder.push(bytes(start));
  let pieces = 0;
  const pushAll = (): void => {
    for (; pieces < 1000; pieces += 1) decoder.push(piece);
  };
  return { failure: thrown(DecodeError, pushAll), bytes: pieces * piece.length };
}

describe('a list that goes on without an object is refused within twice the size of the largest one', () => {
  const places: [what: string, start: string, piece: Uint8Array][] = [
    ['blanks before it', '', blanks],
    ['blanks before a key', head, blanks],
    ['blanks before the first item', `${head}"items":[`, blanks],
    ['blanks behind an item', `${head}"items":[${JSON.stringify(pod('a'))}`, blanks],
    ['blanks before an item', `${head}"items":[${JSON.stringify(pod('a'))},`, blanks],
    ['blanks behind the items', `${head}"items":[]`, blanks],
    ['blanks behind the list', `${head}"items":[]}`, blanks],
    ['a text that is no list', '"', blanks],
  ];

  test.each(places)('%s', (_, start, piece) => {
    const refused = refusal(start, piece);
    expect(refused.failure.fault).toBe('tooLarge');
    expect(refused.bytes).toBeLessThanOrEqual(129 * mebibyte);
  });

  test('members that nobody knows', () => {
    const { failure, bytes: taken } = refusal(head, bytes('"a":[1,2],'));
    expect(failure.fault).toBe('protocol');
    expect(taken).toBeLessThan(1000);
  });

  test('but not one whose objects are far apart', () => {
    const decoder = jsonCodec.createListDecoder({ type: podType });
    decoder.push(bytes(`${head}"items":[`));
    for (let at = 0; at < 300; at += 1) {
      decoder.push(blanks);
      expect(decoder.push(bytes(`${at > 0 ? ',' : ''}${JSON.stringify(pod(`pod-${at}`))}`))).toHaveLength(1);
    }
    decoder.push(bytes(']}'));
    expect(decoder.end()).toMatchObject({ resourceVersion: '1' });
  });
});

test.prop([fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 8 })], { numRuns: 20 })(
  'blanks of any length between the objects change nothing of a list',
  (gaps) => {
    const decoder = jsonCodec.createListDecoder({ type: podType });
    const found = [decoder.push(bytes(`${head}"items":[`))];
    gaps.forEach((gap, at) => {
      found.push(decoder.push(blanks.subarray(0, gap * 1000)), decoder.push(bytes(at > 0 ? ',' : '')));
      found.push(decoder.push(json(pod(`pod-${at}`))));
    });
    decoder.push(bytes(']}'));
    expect(found.flat().map(({ key }) => key)).toEqual(gaps.map((_, at) => `shop/pod-${at}`));
    decoder.end();
  },
);
