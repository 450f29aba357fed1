// The history keeps old states for long: nothing that was read out of them stays with them.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { settle } from '@kube-rx/core';
import type { JsonObject } from '../../src/json/json.ts';
import { newestPer } from '../../src/storage/newest-per.ts';
import { Quota } from '../../src/storage/quota.ts';
import { ResourceStore } from '../../src/storage/resource-store.ts';
import { Revisions } from '../../src/storage/revisions.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function newStore(): ResourceStore {
  return new ResourceStore({
    codec: { encode: (one: JsonObject) => new TextEncoder().encode(JSON.stringify(one)), fields: () => ({}) },
    revisions: new Revisions(),
    history: { changes: 1000, bytes: 1e9 },
    quota: new Quota({ bytes: 1e9, objects: 1e6 }),
  });
}

const named = (name: string): JsonObject => ({ metadata: { name, namespace: 'default' } });

describe('what is kept of the newest states', () => {
  it('is made once for each of them', () => {
    const store = newStore();
    let made = 0;
    const read = newestPer(({ name }) => `${name} ${(made += 1)}`);
    const first = store.put(named('a'));
    expect([read(store, first), read(store, first)]).toEqual(['a 1', 'a 1']);
    const second = store.put(named('a'));
    expect([read(store, second), read(store, second)]).toEqual(['a 2', 'a 2']);
    expect([read(store, first), read(store, second)]).toEqual(['a 3', 'a 2']);
  });

  it('goes with them', async () => {
    const store = newStore();
    const made: WeakRef<object>[] = [];
    const read = newestPer((stored) => {
      const one = { of: stored.revision };
      made.push(new WeakRef(one));
      return one;
    });
    for (let at = 0; at < 50; at += 1) read(store, store.put(named('a')));
    for (let at = 0; at < 50; at += 1) {
      const stored = store.put(named(`b${at}`));
      read(store, stored);
      store.remove(stored);
    }
    const last = store.put(named('c'));
    read(store, last);
    await settle();
    collect();
    expect(made).toHaveLength(101);
    const alive = made.filter((one) => one.deref());
    // Of those that were removed, one or two wait for the next sweep.
    expect(alive.length).toBeLessThan(5);
    expect(alive.length).toBeGreaterThan(1);
    expect(store.get('default/a')).toBeDefined();
  });
});
