import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/consistency/gate.ts';
import type { Wanted } from '../../src/consistency/wanted.ts';
import { LateCache, live } from '../support/late-cache.ts';
import { partial, written } from '../support/own-writes.ts';
import { a, judged, onlyWeb, other, type Row, wantedAfter, web } from '../support/situation.ts';

const selections: readonly Row[] = [
  ['it is in another namespace', 'open', { wrote: [written(a('7'))], cache: { namespace: 'office' } }],
  ['the labels do not select it', 'open', { wrote: [written(a('7', other))], cache: onlyWeb }],
  ['the labels select it', 'missing', { wrote: [written(a('7', web))], cache: onlyWeb }],
  [
    'the labels no longer select it, but the cache has an older version',
    'missing',
    { wrote: [written(a('7', other))], before: (cache) => cache.apply(a('6', web)), cache: onlyWeb },
  ],
  [
    'the labels no longer select it, and it has left the cache',
    'settled',
    {
      wrote: [written(a('7', other))],
      before: (cache) => cache.apply(a('6', web)),
      since: (cache) => cache.delete(a('7', other)),
      cache: onlyWeb,
    },
  ],
  [
    'the fields do not select it',
    'open',
    { wrote: [written(a('7'))], cache: { fieldSelector: { 'metadata.name': 'b' } } },
  ],
  [
    'the fields select it',
    'missing',
    { wrote: [written(a('7'))], cache: { fieldSelector: { 'metadata.name': { not: 'b' } } } },
  ],
  [
    'nobody knows whether the fields select it',
    'missing',
    { wrote: [written(a('7'))], cache: { fieldSelector: 'spec.nodeName=node-1' } },
  ],
  [
    'the answer was a part of it, as a Scale, and the cache has it',
    'missing',
    { wrote: [partial(a('7'))], before: (cache) => cache.apply(a('6', web)), cache: onlyWeb },
  ],
  [
    'the answer was a part of it, as a Scale, and the cache does not have it',
    'open',
    { wrote: [partial(a('7'))], cache: onlyWeb },
  ],
];

describe('what a cache may not select', () => {
  test.each(selections)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });

  test('is waited for in the namespaces that a cache of several holds, as far as the watch of each is', () => {
    const part = { ...live, resourceVersion: '5', epoch: 3 };
    const scopeOf = (...names: string[]): Parameters<LateCache['become']>[0] => {
      const namespaces = new Map(names.map((name) => [name, part]));
      return { scope: { kind: 'namespaces', namespaces, refused: new Map() } };
    };
    const cache = new LateCache().list('9').become(scopeOf('shop'));
    const wanted = wantedAfter(cache, [written(a('7'))]) as Wanted;
    expect(wanted.epoch).toBe(3);
    expect(judge(wanted, cache.view)).toBe('missing');
    cache.become({ ...scopeOf('office'), epoch: 3 });
    expect(judge({ ...wanted, version: '10' }, cache.view)).toBe('open');
  });
});
