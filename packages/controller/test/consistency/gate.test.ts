import { describe, expect, test } from '@jest/globals';
import { judge } from '../../src/consistency/gate.ts';
import { afterWrite, type Wanted } from '../../src/consistency/wanted.ts';
import { LateCache, state } from '../support/late-cache.ts';
import { deleted, written } from '../support/own-writes.ts';
import { a, contextOf, judged, old, type Row, type Situation, wantedAfter } from '../support/situation.ts';

const changes: readonly Row[] = [
  ['own write not visible in next run: what was created', 'missing', { wrote: [written(a('7'))] }],
  [
    'own write not visible in next run: what was changed',
    'missing',
    { wrote: [written(a('7'))], before: (cache) => cache.apply(a('6')) },
  ],
  [
    'what was created is there',
    'settled',
    { wrote: [written(a('7'))], since: (cache) => cache.apply(a('7')) },
  ],
  [
    'the event came before the answer',
    'settled',
    { wrote: [written(a('7'))], before: (cache) => cache.apply(a('7')) },
  ],
  [
    'somebody else has changed it since',
    'settled',
    { wrote: [written(a('7'))], since: (cache) => cache.apply(a('9')) },
  ],
  [
    'somebody else has deleted it since',
    'settled',
    { wrote: [written(a('7'))], since: (cache) => cache.apply(a('7')).delete(a('9')) },
  ],
  [
    'a no-op write, whose version does not move',
    'settled',
    { wrote: [written(a('6'))], before: (cache) => cache.apply(a('6')) },
  ],
  [
    'a bookmark says that the cache is further, and proves nothing',
    'unknown',
    { wrote: [written(a('7'))], since: (cache) => cache.bookmark('999999999999') },
  ],
  [
    'a list says that the cache is further, and proves nothing',
    'unknown',
    { wrote: [written(a('7'))], since: (cache) => cache.list('999999999999', state('b', '6')) },
  ],
  [
    'a list with a later object of another name proves that it is gone',
    'settled',
    { wrote: [written(a('7'))], since: (cache) => cache.list('9', state('b', '8')) },
  ],
  [
    'a bookmark has claimed more before, so that no other object proves anything',
    'unknown',
    {
      wrote: [written(a('7'))],
      before: (cache) => cache.bookmark('100'),
      since: (cache) => cache.apply(state('b', '101')),
    },
  ],
  [
    'the cache follows the history from before a restore, and has never seen what was created since',
    'unknown',
    { wrote: [written(a('7'))], before: (cache) => cache.apply(state('b', '100')) },
  ],
  [
    'the cache follows the history from before a restore, and has a namesake',
    'unknown',
    { wrote: [written(a('7'))], before: (cache) => cache.apply(a('100', old)) },
  ],
  [
    'a namesake from before a restore has the same version',
    'unknown',
    { wrote: [written(a('7'))], since: (cache) => cache.apply(a('7', old)) },
  ],
  [
    'of versions without order a namesake has the same one',
    'unknown',
    { wrote: [written(a('x7'))], since: (cache) => cache.apply(a('x7', old)) },
  ],
  [
    'own write not visible in next run: a bookmark claims more, but the cache has an older version of the object',
    'missing',
    {
      wrote: [written(a('7'))],
      before: (cache) => cache.apply(a('6')),
      since: (cache) => cache.bookmark('999999999999'),
    },
  ],
  [
    'own write not visible in next run: a bookmark claims more, but the cache has the earlier namesake',
    'missing',
    {
      wrote: [written(a('7'))],
      before: (cache) => cache.apply(a('6', old)),
      since: (cache) => cache.bookmark('999999999999'),
    },
  ],
  [
    'a change of another object says that the cache is further',
    'settled',
    { wrote: [written(a('7'))], since: (cache) => cache.apply(state('b', '8')) },
  ],
  [
    'a change of another object that is not so far says nothing',
    'missing',
    { wrote: [written(a('7'))], since: (cache) => cache.apply(state('b', '6')) },
  ],
  ['nine is before ten', 'missing', { wrote: [written(a('10'))], before: (cache) => cache.apply(a('9')) }],
  [
    'parallel writes of one run: the earlier one is there',
    'missing',
    { wrote: [written(a('8')), written(a('7'))], since: (cache) => cache.apply(a('7')) },
  ],
  [
    'parallel writes of one run: the later one is there',
    'settled',
    { wrote: [written(a('8')), written(a('7'))], since: (cache) => cache.apply(a('8')) },
  ],
  [
    'namesake recreated: the cache still has the earlier one',
    'missing',
    { wrote: [written(a('9'))], before: (cache) => cache.apply(a('6', old)) },
  ],
  [
    'namesake recreated: the cache has a later one',
    'settled',
    { wrote: [written(a('9'))], since: (cache) => cache.apply(a('12', { uid: 'new' })) },
  ],
  [
    'of versions without order the same one is there',
    'settled',
    { wrote: [written(a('x7'))], since: (cache) => cache.apply(a('x7')) },
  ],
  [
    'of versions without order the one from before the write says that it is not there yet',
    'missing',
    { wrote: [written(a('x7'))], before: (cache) => cache.apply(a('x6')) },
  ],
  [
    'of versions without order another one that came since may be before or after',
    'unknown',
    {
      wrote: [written(a('x7'))],
      before: (cache) => cache.apply(a('x6')),
      since: (cache) => cache.apply(a('x8')),
    },
  ],
];

describe('what was created or changed', () => {
  test.each(changes)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });
});

describe('a new epoch, as after etcd was restored', () => {
  test.each<[string, Situation]>([
    ['a change', { wrote: [written(a('7'))] }],
    ['a deletion', { wrote: [deleted(a('6'))], before: (cache) => cache.apply(a('6')) }],
  ])('ends the wait for %s where the server cannot be asked', (_, situation) => {
    expect(judged(situation)).toBe('missing');
    expect(judged({ ...situation, since: (cache) => cache.become({ epoch: 1 }) })).toBe('settled');
  });

  test('begins anew with what is written then', () => {
    const cache = new LateCache().list('90');
    const before = wantedAfter(cache, [written(a('95'))]);
    cache.become({ epoch: 1 }).list('10');
    const write = written(a('11'));
    const wanted = afterWrite(before, write, contextOf(cache, write)) as Wanted;
    expect(judge(wanted, cache.view)).toBe('missing');
    expect(judge(wanted, cache.apply(a('11')).view)).toBe('settled');
  });
});
