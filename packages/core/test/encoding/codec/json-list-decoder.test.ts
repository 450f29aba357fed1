import { fc, test } from '@fast-check/jest';
import { describe, expect } from '@jest/globals';
import { DecodeError, type KubeObject } from '@kube-rx/core';
import { withoutVersion } from '../../../src/encoding/object/raw-object.ts';
import { bytes, json } from '../../support/bytes.ts';
import { type Pod, pod, podType } from '../../support/objects.ts';
import { decodeList } from '../support/decoders.ts';
import { thrown } from '../support/thrown.ts';

const jokeType = { apiVersion: 'example.com/v1', kind: 'Joke' };

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
    ['no metadata', '{"kind":"PodList","items":[]}', withoutVersion],
    ['metadata of null', '{"kind":"PodList","metadata":null}', withoutVersion],
    ['an empty resourceVersion', '{"kind":"PodList","metadata":{"resourceVersion":""}}', withoutVersion],
    ['a number for a resourceVersion', '{"kind":"PodList","metadata":{"resourceVersion":5}}', withoutVersion],
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

  test('says of a list without versions that it cannot be watched', () => {
    expect(withoutVersion).toBe(
      'has no metadata.resourceVersion: what no server stores can be listed, but not watched',
    );
  });

  test.each([
    ['no kind', { kind: undefined }],
    ['an empty kind', { kind: '' }],
    ['neither kind nor apiVersion', { kind: undefined, apiVersion: undefined }],
  ])('may have %s', (_what, members) => {
    const { metadata, ...rest } = { ...list([pod('a')]), ...members };
    expect(decodeList(json({ ...rest, metadata }), podType)).toMatchObject({
      items: [{ name: 'a' }],
      resourceVersion: '100',
    });
  });

  const jokes = { ...list([]), kind: 'JokeCollection', apiVersion: 'example.com/v1' };
  test.each([
    ['a Status', { ...jokes, kind: 'Status' }],
    ['a Table', { ...jokes, kind: 'Table' }],
    ['a single object', { ...jokes, kind: 'Joke' }],
    ['a list of another group', { ...jokes, apiVersion: 'example.org/v1' }],
    ['a list of no group', { ...jokes, apiVersion: '' }],
    ['a list of another kind without items', { ...jokes, items: undefined }],
    ['a thing without kind and items', { ...jokes, kind: undefined, items: undefined }],
  ])('of custom resources may not be %s', (_what, body) => {
    const error = thrown(DecodeError, () => decodeList(json(body), jokeType));
    expect(error.message).toBe(
      `asked for a JokeList of example.com/v1, but the answer has the kind ${body.kind ?? 'unknown'}`,
    );
  });

  test.each([
    [[{ metadata: { name: 'a', resourceVersion: '1' } }], 1],
    [null, 0],
  ])('of custom resources may have a kind of its own: %j', (items, length) => {
    expect(decodeList(json({ ...jokes, items }), jokeType).items).toHaveLength(length);
  });

  test.each([{}, { resourceVersion: '' }, { resourceVersion: null }, null, undefined])(
    'may lack versions where nobody watches it: metadata %j',
    (metadata) => {
      const items = [{ metadata: { name: 'n1' } }, { metadata: { name: 'n2', resourceVersion: '' } }];
      const page = decodeList(json({ ...list(items), metadata }), podType, { mayLackVersion: true });
      expect(page.resourceVersion).toBe('');
      expect(page.items.map(({ name, resourceVersion }) => [name, resourceVersion])).toEqual([
        ['n1', ''],
        ['n2', ''],
      ]);
    },
  );

  test('without a version must have one that is no number', () => {
    const body = json(list([], { resourceVersion: 5 }));
    expect(() => decodeList(body, podType, { mayLackVersion: true })).toThrow('metadata.resourceVersion');
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
