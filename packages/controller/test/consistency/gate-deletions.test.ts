import { describe, expect, test } from '@jest/globals';
import { deleted, ended, marked, written } from '../support/own-writes.ts';
import { a, judged, old, type Row } from '../support/situation.ts';

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

describe('what was deleted', () => {
  test.each(deletions)('%s: %s', (_, judgement, situation) => {
    expect(judged(situation)).toBe(judgement);
  });
});
