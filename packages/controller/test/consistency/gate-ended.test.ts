// What is gone by what its own key wrote is not run again, though its cache has it still.

import { beforeEach, describe, expect, test } from '@jest/globals';
import { KeyGates } from '../../src/consistency/key-gates.ts';
import type { OwnWrite } from '../../src/consistency/own-write.ts';
import { LateCache, state } from '../support/late-cache.ts';
import { deleted, ended, written } from '../support/own-writes.ts';

const timeout = 5_000;
const missing = 'configmaps (at 6, live) lack the deletion of shop/a';

let cache: LateCache;
let gates: KeyGates;

beforeEach(() => {
  cache = new LateCache().list('6', state('a', '6'), state('b', '5'));
  gates = new KeyGates({
    controller: 'websites',
    timeout,
    onOpen: () => undefined,
    isNamedBy: (key, { resource }, object) => resource.plural === 'configmaps' && object === `shop/${key}`,
  });
  gates.add(cache.view);
});

const wrote = (key: string, write: OwnWrite): void => gates.wrote(key, { cluster: '', write, now: 0 });

/** When its wait is over. */
function waited(key: string): ReturnType<KeyGates['enter']> {
  expect(gates.enter(key, 0)).toEqual({ type: 'wait', until: timeout });
  return gates.enter(key, timeout);
}

describe('a key whose own write has ended its object', () => {
  test('waits for as long as the cache has the object, and says so once', () => {
    wrote('a', ended(state('a', '6')));
    expect(waited('a')).toEqual({ type: 'ended', until: 10_000, missing });
    expect(gates.enter('a', 10_000)).toEqual({ type: 'ended', until: 15_000 });
    expect(gates.enter('a', 1_000_000)).toEqual({ type: 'ended', until: 1_005_000 });
    cache.delete(state('a', '9'));
    expect(gates.enter('a', 1_005_000)).toEqual({ type: 'open', waitedMs: 0 });
    expect(gates.enter('a', 1_005_001)).toEqual({ type: 'open', waitedMs: 0 });
  });

  test('waits also where no run of it was due for a minute', () => {
    wrote('a', ended(state('a', '6')));
    expect(gates.enter('a', 61_000)).toEqual({ type: 'ended', until: 66_000 });
  });

  test('goes on for another object of the name', () => {
    wrote('a', ended(state('a', '6')));
    expect(waited('a')).toMatchObject({ type: 'ended' });
    cache.delete(state('a', '9')).apply(state('a', '10', { uid: 'another' }));
    expect(gates.enter('a', 10_000)).toMatchObject({ type: 'open' });
  });

  test('waits for each cache of the resource', () => {
    const second = new LateCache().list('6', state('a', '6'));
    gates.add(second.view);
    wrote('a', ended(state('a', '6')));
    expect(waited('a')).toMatchObject({ type: 'ended' });
    second.delete(state('a', '9'));
    expect(gates.enter('a', 10_000)).toMatchObject({ type: 'ended' });
    cache.delete(state('a', '9'));
    expect(gates.enter('a', 15_000)).toMatchObject({ type: 'open' });
  });

  test('goes on after a restore, which may have brought it back', () => {
    wrote('a', ended(state('a', '6')));
    expect(waited('a')).toMatchObject({ type: 'ended' });
    cache.become({ epoch: 1 });
    expect(gates.enter('a', 10_000)).toMatchObject({ type: 'open' });
  });

  test('is forgotten with its key, and with its cluster', () => {
    for (const forget of [() => gates.forget('a'), () => gates.forgetAll((key) => key === 'a')]) {
      wrote('a', ended(state('a', '6')));
      expect(waited('a')).toMatchObject({ type: 'ended' });
      forget();
      expect(gates.enter('a', 10_000)).toMatchObject({ type: 'open' });
    }
  });

  test.each<[string, string, OwnWrite]>([
    ['wrote another version of it', 'a', written(state('a', '8'))],
    ['has deleted it, and somebody may hold it', 'a', deleted(state('a', '6'))],
    ['ended another object', 'a', ended(state('b', '5'))],
  ])('is no key that %s: its next run goes ahead', (_what, key, write) => {
    wrote(key, write);
    expect(waited(key)).toMatchObject({ type: 'overdue' });
    expect(gates.enter(key, 10_000)).toMatchObject({ type: 'open' });
  });
});
