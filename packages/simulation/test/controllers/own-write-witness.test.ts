import { describe, expect, test } from '@jest/globals';
import { DecodedObject } from '@kube-rx/core/encoding';
import { createStore, ObjectWatcherEvent } from '@kube-rx/runtime';
import { type Knowledge, OwnWriteWitness } from '../../src/controllers/own-write-witness.ts';
import { patchOf } from './ledger-entry.ts';

/** A key's own write of its child, at version 7. */
const write = patchOf({ client: 'websites', owner: undefined });

/** What a run of the key does not see, whose cache has come as far as version 5. */
function unseen(knowledge: Knowledge, { there, cached }: { there: boolean; cached: boolean }): string[] {
  const { store, writer } = createStore();
  writer.apply({ type: 'Init' });
  const metadata = { name: 'a', namespace: 'shop', uid: 'child', resourceVersion: '5' };
  const encoded = DecodedObject.from({ apiVersion: 'apps/v1', kind: 'Deployment', metadata });
  if (cached) writer.apply(new ObjectWatcherEvent('InitApply', encoded));
  writer.apply({ type: 'InitDone', resourceVersion: '5' });
  const witness = new OwnWriteWitness({
    store: () => store,
    epoch: () => 0,
    now: () => 1000,
    knowledgeOf: () => knowledge,
    objects: () => new Map(there ? [['child', write]] : []),
  });
  witness.wrote('shop/a', write);
  return witness.began('shop/a');
}

describe('the witness of own writes', () => {
  test.each<[Knowledge, { there: boolean; cached: boolean }]>([
    ['answer', { there: true, cached: true }],
    ['answer', { there: true, cached: false }],
    ['answer', { there: false, cached: false }],
    ['question', { there: true, cached: true }],
    ['question', { there: true, cached: false }],
    ['question', { there: false, cached: true }],
  ])('wants an older cache to show a write that is known by its %s: %o', (knowledge, state) => {
    expect(unseen(knowledge, state)).toEqual([
      'a run of shop/a does not see its own patch of deployments.apps shop/a at 7',
    ]);
  });

  test('takes an object without an answer that has gone since for nothing to be seen', () => {
    expect(unseen('question', { there: false, cached: false })).toEqual([]);
  });

  test('wants nothing of what nobody can know', () => {
    expect(unseen('nothing', { there: true, cached: true })).toEqual([]);
  });
});
