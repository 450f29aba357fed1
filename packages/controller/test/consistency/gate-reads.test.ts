import { describe, expect, test } from '@jest/globals';
import { type LateCache, state } from '../support/late-cache.ts';
import { deleted, lost, written } from '../support/own-writes.ts';
import { a, judged, old, onlyWeb, other, type Row, type Situation, web } from '../support/situation.ts';

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
