import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError, type KubeObject } from '@kube-rx/core';
import { bytes, json } from '../support/bytes.ts';
import { decodeList } from '../support/decoders.ts';
import { type Pod, pod, podType } from '../support/objects.ts';
import { thrown } from '../support/thrown.ts';

const list = (items: unknown, metadata: object = {}) => ({
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '100', ...metadata },
  items,
});

describe('a list of JSON', () => {
  test('gives the items in order, and the resourceVersion of the list', () => {
    const page = decodeList<Pod>(json(list([pod('b'), pod('a')])), podType);
    expect(page.items.map((item) => item.key)).toEqual(['shop/b', 'shop/a']);
    expect(page.resourceVersion).toBe('100');
  });

  test('gives the items of built-in kinds the apiVersion and kind that they come without', () => {
    const { metadata } = pod('a');
    const page = decodeList<Pod>(json(list([{ metadata }])), podType);
    expect(page.items[0]?.object).toEqual({ ...podType, metadata });
  });

  test('tells how to go on, and how much is left', () => {
    const page = decodeList(json(list([], { continue: 'token', remainingItemCount: 7 })), podType);
    expect(page).toEqual({ items: [], resourceVersion: '100', continue: 'token', remainingItemCount: 7 });
  });

  test.each([
    ['an absent token', {}],
    ['an empty token, as custom resources have it', { continue: '' }],
    ['a token of null', { continue: null, remainingItemCount: null }],
  ])('takes %s for the last page', (_what, metadata) => {
    expect(decodeList(json(list([], metadata)), podType)).toEqual({ items: [], resourceVersion: '100' });
  });

  test.each([
    ['null, as Go prints a nil slice', null],
    ['absent', undefined],
  ])('takes items that are %s for an empty list', (_what, items) => {
    expect(decodeList(json(list(items)), podType).items).toEqual([]);
  });

  test.each([
    ['null', 'null', 'has the kind unknown'],
    ['a string', '"PodList"', 'has the kind unknown'],
    ['an array', '[]', 'has the kind unknown'],
    ['a Status', '{"kind":"Status","status":"Failure"}', 'has the kind Status'],
    ['a Table', '{"kind":"Table","metadata":{"resourceVersion":"1"},"rows":[]}', 'has the kind Table'],
    ['a single object', '{"kind":"Pod","metadata":{"name":"a","resourceVersion":"1"}}', 'has the kind Pod'],
    [
      'a list of another kind',
      '{"kind":"SecretList","metadata":{"resourceVersion":"1"}}',
      'has the kind SecretList',
    ],
    ['a kind that is no name', '{"kind":["PodList"]}', 'has the kind unknown'],
    [
      'items that are no array',
      '{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":{}}',
      'has no items',
    ],
    ['no metadata', '{"kind":"PodList","items":[]}', 'has no metadata.resourceVersion'],
    ['metadata of null', '{"kind":"PodList","metadata":null}', 'has no metadata.resourceVersion'],
    [
      'an empty resourceVersion',
      '{"kind":"PodList","metadata":{"resourceVersion":""}}',
      'has no metadata.resourceVersion',
    ],
    [
      'a number for a resourceVersion',
      '{"kind":"PodList","metadata":{"resourceVersion":5}}',
      'has no metadata.resourceVersion',
    ],
    [
      'a number for a token',
      '{"kind":"PodList","metadata":{"resourceVersion":"5","continue":5}}',
      'has a metadata.continue that is no string',
    ],
  ])('refuses %s', (_what, body, problem) => {
    const error = thrown(DecodeError, () => decodeList(bytes(body), podType));
    expect(error.fault).toBe('protocol');
    expect(error.message).toBe(`asked for a PodList of v1, but the answer ${problem}`);
  });

  test('refuses the whole page for one item that is none', () => {
    const error = thrown(DecodeError, () => decodeList(json(list([pod('a'), { metadata: {} }])), podType));
    expect(error.fault).toBe('protocol');
  });

  test.prop([fc.array(fc.string({ minLength: 1 })), fc.nat()])(
    'refuses a page that is cut at any byte',
    (names, seed) => {
      const whole = json(list(names.map((name) => pod(name))));
      expect(decodeList<KubeObject>(whole, podType).items).toHaveLength(names.length);
      const error = thrown(DecodeError, () => decodeList(whole.subarray(0, seed % whole.length), podType));
      expect(error.fault).toBe('malformed');
    },
  );
});
