import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '@kube-rx/core';
import { type Judgement, judge } from '../../src/consistency/gate.ts';
import type { LostWrite, OwnWrite } from '../../src/consistency/own-write.ts';
import type { ReflectorViewOptions } from '../../src/consistency/reflector-view.ts';
import { afterRead, afterWrite, type Wanted, type WriteContext } from '../../src/consistency/wanted.ts';
import { LateCache, live, type StateOptions, state } from '../support/late-cache.ts';
import { deleted, ended, lost, marked, partial, written } from '../support/own-writes.ts';

interface Situation {
  /** What the run wrote, in the order of the answers. */
  readonly wrote: readonly (OwnWrite | LostWrite)[];
  /** What the cache had when it wrote. */
  readonly before?: (cache: LateCache) => unknown;
  /** What has come since. */
  readonly since?: (cache: LateCache) => unknown;
  /** What the server says when it is asked after that. */
  readonly found?: OwnWrite;
  /** What has come since it was asked. */
  readonly later?: (cache: LateCache) => unknown;
  /** What a run that has not awaited all of its calls wrote after that. */
  readonly wroteThen?: readonly OwnWrite[];
  readonly cache?: Partial<ReflectorViewOptions>;
}

function contextOf({ view }: LateCache, write: OwnWrite | LostWrite): WriteContext {
  return {
    epoch: view.epochOf(write.namespace),
    isSelected: write.type === 'lost' || view.selects(write),
    cachedUid: view.get(write.key)?.uid,
    cachedVersion: view.get(write.key)?.resourceVersion,
    cacheVersion: view.versionOf(write.namespace),
    now: 0,
  };
}

function wantedAfter(cache: LateCache, wrote: readonly (OwnWrite | LostWrite)[]): Wanted | undefined {
  let wanted: Wanted | undefined;
  for (const write of wrote) wanted = afterWrite(wanted, write, contextOf(cache, write));
  return wanted;
}

function judged({
  wrote,
  before,
  since,
  found,
  later,
  wroteThen = [],
  cache: options,
}: Situation): Judgement {
  const cache = new LateCache(options).list('5');
  before?.(cache);
  let wanted = wantedAfter(cache, wrote);
  since?.(cache);
  if (wanted && found) {
    expect(judge(wanted, cache.view)).toBe('unknown');
    wanted = afterRead(wanted, found, contextOf(cache, found));
    later?.(cache);
    for (const write of wroteThen) wanted = afterWrite(wanted, write, contextOf(cache, write)) ?? wanted;
  }
  return wanted ? judge(wanted, cache.view) : 'settled';
}

const a = (version: string, options: StateOptions = {}): KubeObject => state('a', version, options);
const old = { uid: 'old' };
const web = { labels: { app: 'web' } };
const other = { labels: { app: 'other' } };
const onlyWeb = { labelSelector: 'app=web' };

type Row = readonly [what: string, judgement: Judgement, situation: Situation];

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

const deletions: readonly Row[] = [
  ['it is still there', 'missing', { wrote: [deleted(a('6'))], before: (cache) => cache.apply(a('6')) }],
  [
    'it is still there, and the answer told no uid',
    'missing',
    { wrote: [deleted(a('6'), { uid: false })], before: (cache) => cache.apply(a('6')) },
  ],
  [
    'it is gone',
    'open',
    {
      wrote: [deleted(a('6'))],
      before: (cache) => cache.apply(a('6')),
      since: (cache) => cache.delete(a('7')),
    },
  ],
  [
    'it begins to go',
    'open',
    {
      wrote: [deleted(a('6'))],
      before: (cache) => cache.apply(a('6')),
      since: (cache) => cache.apply(a('7', { isMarked: true })),
    },
  ],
  [
    'overlay resurrects a deleted object: it was not there yet, and comes late',
    'missing',
    { wrote: [deleted(a('6'))], since: (cache) => cache.apply(a('6')) },
  ],
  [
    'a namesake is there that went before it',
    'missing',
    { wrote: [deleted(a('8'))], before: (cache) => cache.apply(a('6', old)) },
  ],
  [
    'a namesake is there that came after it',
    'open',
    {
      wrote: [deleted(a('6'))],
      before: (cache) => cache.apply(a('6')),
      since: (cache) => cache.delete(a('7')).apply(a('8', { uid: 'new' })),
    },
  ],
  [
    'a finalizer holds it, unseen',
    'missing',
    { wrote: [marked(a('7', { isMarked: true }))], before: (cache) => cache.apply(a('6')) },
  ],
  [
    'a finalizer held it, and it is gone',
    'settled',
    {
      wrote: [marked(a('7', { isMarked: true }))],
      before: (cache) => cache.apply(a('6')),
      since: (cache) => cache.delete(a('9')),
    },
  ],
  [
    'its last finalizer is removed, and it is still there with it',
    'missing',
    { wrote: [ended(a('7'))], before: (cache) => cache.apply(a('7', { isMarked: true })) },
  ],
  [
    'its deletion and the removal of its last finalizer are written by one run',
    'missing',
    {
      wrote: [marked(a('7', { isMarked: true })), ended(a('7'))],
      before: (cache) => cache.apply(a('6')),
      since: (cache) => cache.apply(a('7', { isMarked: true })),
    },
  ],
  [
    'the last finalizers of two of a name are removed, and the first is still there',
    'missing',
    {
      wrote: [ended(a('7', old)), ended(a('9'))],
      before: (cache) => cache.apply(a('7', { ...old, isMarked: true })),
    },
  ],
  [
    'its last finalizer is removed, and it is gone',
    'open',
    {
      wrote: [ended(a('7'))],
      before: (cache) => cache.apply(a('7', { isMarked: true })),
      since: (cache) => cache.delete(a('8')),
    },
  ],
  [
    'create then delete in one run: neither is seen',
    'missing',
    { wrote: [written(a('7')), deleted(a('7'))] },
  ],
  [
    'create then delete in one run: the creation is seen',
    'missing',
    { wrote: [written(a('7')), deleted(a('7'))], since: (cache) => cache.apply(a('7')) },
  ],
  [
    'create then delete in one run: both are seen',
    'open',
    { wrote: [written(a('7')), deleted(a('7'))], since: (cache) => cache.apply(a('7')).delete(a('8')) },
  ],
  [
    'delete then create in one run: the deletion is seen',
    'missing',
    {
      wrote: [deleted(a('6', old)), written(a('8'))],
      before: (cache) => cache.apply(a('6', old)),
      since: (cache) => cache.delete(a('7', old)),
    },
  ],
  [
    'delete then create in one run: both are seen',
    'open',
    {
      wrote: [deleted(a('6', old)), written(a('8'))],
      before: (cache) => cache.apply(a('6', old)),
      since: (cache) => cache.delete(a('7', old)).apply(a('8')),
    },
  ],
];

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

const bookmark = (cache: LateCache): unknown => cache.bookmark('9');

const asked: readonly Row[] = [
  [
    'it is there, and the cache has it not',
    'missing',
    { wrote: [written(a('7'))], since: bookmark, found: written(a('7')) },
  ],
  [
    'it is there, and comes to the cache',
    'settled',
    {
      wrote: [written(a('7'))],
      since: bookmark,
      found: written(a('7')),
      later: (cache) => cache.apply(a('11')),
    },
  ],
  [
    'it is there, and is deleted after that',
    'unknown',
    { wrote: [written(a('7'))], since: bookmark, found: written(a('7')), wroteThen: [deleted(a('7'))] },
  ],
  [
    'it is not there, nor in the cache',
    'open',
    { wrote: [written(a('7'))], since: bookmark, found: deleted(a('7'), { uid: false }) },
  ],
  [
    'it is not there, and comes to the cache late',
    'missing',
    {
      wrote: [written(a('7'))],
      since: bookmark,
      found: deleted(a('7'), { uid: false }),
      later: (cache) => cache.apply(a('10')),
    },
  ],
  [
    'it is there, and the labels do not select it any more',
    'open',
    { wrote: [written(a('7', web))], since: bookmark, found: written(a('8', other)), cache: onlyWeb },
  ],
  [
    'it is there, and the cache has a namesake from before a restore',
    'missing',
    {
      wrote: [written(a('7'))],
      before: (cache) => cache.apply(a('100', old)),
      found: written(a('7')),
    },
  ],
  [
    'the namesake is there that the cache has',
    'settled',
    {
      wrote: [written(a('7'))],
      before: (cache) => cache.apply(a('7')).delete(a('8')).apply(a('9', old)),
      found: written(a('9', old)),
    },
  ],
  [
    'it is there, another cache is past it by an object, and it is in doubt',
    'missing',
    {
      wrote: [written(a('7'))],
      before: (cache) => cache.apply(state('b', '100')),
      found: written(a('7')),
      later: (cache) => cache.apply(state('b', '101')),
    },
  ],
];

const unordered: Situation = {
  wrote: [written(a('x7'))],
  before: (cache) => cache.apply(a('x6')),
  since: (cache) => cache.apply(a('x8')),
};

const withoutOrder: readonly Row[] = [
  ['is what the server has', 'settled', { ...unordered, found: written(a('x8')) }],
  ['is older than what the server has', 'missing', { ...unordered, found: written(a('x7')) }],
];

const withoutAnswer: readonly Row[] = [
  ['nobody knows what came of it', 'unknown', { wrote: [lost(a('7'))] }],
  [
    'what the cache shows says nothing',
    'unknown',
    { wrote: [lost(a('7'))], since: (cache) => cache.apply(a('9')) },
  ],
  [
    'another write of it was answered, which may have been before or after',
    'unknown',
    { wrote: [lost(a('7')), written(a('8'))], since: (cache) => cache.apply(a('8')) },
  ],
  ['it was carried out', 'missing', { wrote: [lost(a('7'))], found: written(a('7')) }],
  [
    'it was carried out, and the cache has it',
    'settled',
    { wrote: [lost(a('7'))], since: (cache) => cache.apply(a('7')), found: written(a('7')) },
  ],
  [
    'it was not carried out, or undone',
    'settled',
    { wrote: [lost(a('7'))], found: deleted(a('7'), { uid: false }) },
  ],
  [
    'it was a deletion, and the cache still has the object',
    'missing',
    {
      wrote: [lost(a('6'))],
      before: (cache) => cache.apply(a('6')),
      found: deleted(a('6'), { uid: false }),
    },
  ],
  [
    'it removed the last finalizer, and the cache still has the object, marked',
    'missing',
    {
      wrote: [lost(a('7'))],
      before: (cache) => cache.apply(a('7', { isMarked: true })),
      found: deleted(a('7'), { uid: false }),
    },
  ],
  [
    'it was a deletion, and the cache is told of the mark that came before it',
    'missing',
    {
      wrote: [lost(a('6'))],
      before: (cache) => cache.apply(a('6')),
      found: deleted(a('6'), { uid: false }),
      later: (cache) => cache.apply(a('7', { isMarked: true })),
    },
  ],
  [
    'it was a deletion, and the cache has not the object any more',
    'open',
    {
      wrote: [lost(a('6'))],
      before: (cache) => cache.apply(a('6')),
      found: deleted(a('6'), { uid: false }),
      later: (cache) => cache.delete(a('7')),
    },
  ],
];

describe('what was created or changed', () => {
  test.each(changes)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });
});

describe('what was deleted', () => {
  test.each(deletions)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });
});

describe('what the server was asked about', () => {
  test.each(asked)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });
});

describe('another version without order', () => {
  test.each(withoutOrder)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });
});

describe('a write without an answer', () => {
  test.each(withoutAnswer)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });
});

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

describe('a new epoch, as after etcd was restored', () => {
  test.each<[string, Situation]>([
    ['a change', { wrote: [written(a('7'))] }],
    ['a deletion', { wrote: [deleted(a('6'))], before: (cache) => cache.apply(a('6')) }],
  ])('ends the wait for %s', (_, situation) => {
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
