import { describe, expect, test } from '@jest/globals';
import { DecodeError } from '@kube-rx/core';
import { JsonListDecoder } from '../../../src/encoding/codec/json-list-decoder.ts';
import { bytes, json } from '../../support/bytes.ts';
import { pod, podType } from '../../support/objects.ts';
import { thrown } from '../support/thrown.ts';

const list = {
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '7' },
  items: [pod('a'), pod('b')],
};

describe('a list that arrives in pieces', () => {
  test('hands an object on as soon as its last byte is there', () => {
    const body = JSON.stringify(list);
    const behindFirst = body.indexOf(',{"apiVersion":"v1","kind":"Pod"');
    const decoder = new JsonListDecoder({ type: podType });
    expect(decoder.push(bytes(body.slice(0, behindFirst - 1)))).toEqual([]);
    expect(decoder.push(bytes(body.slice(behindFirst - 1, behindFirst))).map(({ key }) => key)).toEqual([
      'shop/a',
    ]);
    expect(decoder.push(bytes(body.slice(behindFirst))).map(({ key }) => key)).toEqual(['shop/b']);
    expect(decoder.end()).toEqual({ items: [], resourceVersion: '7' });
  });

  test('takes a list that tells its kind and version behind its items, byte by byte', () => {
    const { apiVersion, items, kind, metadata } = list;
    const decoder = new JsonListDecoder({ type: podType });
    const keys: string[] = [];
    for (const byte of json({ apiVersion, items, kind, metadata }))
      keys.push(...decoder.push(Uint8Array.of(byte)).map(({ key }) => key));
    expect([keys, decoder.end()]).toEqual([['shop/a', 'shop/b'], { items: [], resourceVersion: '7' }]);
  });

  test('refuses a list of another kind before any of its objects is taken for one of ours', () => {
    const body = json({ ...list, kind: 'SecretList' });
    const error = thrown(DecodeError, () => new JsonListDecoder({ type: podType }).push(body));
    expect([error.fault, error.message]).toEqual([
      'protocol',
      'asked for a PodList of v1, but the answer has the kind SecretList',
    ]);
  });

  test('refuses a list that has its items twice, as the first ones are handed on already', () => {
    const body = bytes('{"items":[],"items":[]}');
    expect(thrown(DecodeError, () => new JsonListDecoder({ type: podType }).push(body)).fault).toBe(
      'protocol',
    );
  });

  test('refuses an object larger than allowed, before it is whole', () => {
    const decoder = new JsonListDecoder({ type: podType });
    decoder.push(bytes('{"items":[{"data":"'));
    const error = thrown(DecodeError, () => decoder.push(new Uint8Array(64 * 1024 * 1024).fill(0x78)));
    expect(error.fault).toBe('tooLarge');
  });

  test('takes objects of any size, also those larger than what is stepped over fast', () => {
    const large = pod('large', { annotations: { text: 'x'.repeat(3_000_000) } });
    const body = json({ ...list, items: [pod('a'), large, pod('b')] });
    for (const size of [body.length, 65_536, 1_000_000]) {
      const decoder = new JsonListDecoder({ type: podType });
      const objects = [];
      for (let at = 0; at < body.length; at += size)
        objects.push(...decoder.push(body.subarray(at, at + size)));
      decoder.end();
      expect(objects.map(({ name }) => name)).toEqual(['a', 'large', 'b']);
      expect(objects[1]?.object).toEqual(large);
    }
  });

  test.each(['}', ' x', '{}', ','])('refuses %j behind the list', (rest) => {
    const body = bytes(JSON.stringify(list) + rest);
    expect(thrown(DecodeError, () => new JsonListDecoder({ type: podType }).push(body)).fault).toBe(
      'malformed',
    );
  });
});
