import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { settle } from '@kube-rx/core';
import { type GateMessage, gateChannel } from '../../src/consistency/gate-channel.ts';
import { KeyGates } from '../../src/consistency/key-gates.ts';
import type { LiveRead, LostWrite, OwnWrite } from '../../src/consistency/own-write.ts';
import { LateCache, state } from '../support/late-cache.ts';
import { deleted, lost, written } from '../support/own-writes.ts';

let cache: LateCache;
let gates: KeyGates;
let opened: string[];
let forgotten: string[];
let messages: GateMessage[];
const listener = (message: unknown): void => void messages.push(message as GateMessage);

beforeEach(() => {
  cache = new LateCache().list('5');
  opened = [];
  forgotten = [];
  messages = [];
  gates = gatesOf(5_000);
  subscribe(gateChannel, listener);
});

afterEach(() => {
  unsubscribe(gateChannel, listener);
});

function gatesOf(timeout: number): KeyGates {
  const made = new KeyGates({
    controller: 'websites',
    timeout,
    onOpen: (key) => void opened.push(key),
    onForgotten: (key) => void forgotten.push(key),
  });
  made.add(cache.view);
  return made;
}

const wrote = (key: string, write: OwnWrite, now = 0): void => gates.wrote(key, { cluster: '', write, now });

describe('the gate of a key', () => {
  test('is open where the key wrote nothing', () => {
    expect(gates.enter('web', 0)).toEqual({ type: 'open', waitedMs: 0 });
    expect(gates.sizes).toEqual({ written: 0, waiting: 0 });
  });

  test('waits until the cache shows the write, and says so at once', () => {
    wrote('web', written(state('a', '7')));
    expect(gates.enter('web', 100)).toEqual({ type: 'wait', until: 5_100 });
    cache.apply(state('b', '6'));
    expect(opened).toEqual([]);
    cache.apply(state('a', '7'));
    expect(opened).toEqual(['web']);
    expect(gates.enter('web', 200)).toEqual({ type: 'open', waitedMs: 100 });
    expect(gates.sizes).toEqual({ written: 0, waiting: 0 });
    expect(messages).toEqual([{ type: 'opened', controller: 'websites', key: 'web', waitedMs: 100 }]);
  });

  test('does not open for a bookmark alone, but for an object that proves it', async () => {
    wrote('web', written(state('a', '7')));
    gates.enter('web', 0);
    cache.bookmark('9');
    await settle();
    expect(opened).toEqual([]);
    cache.apply(state('b', '10'));
    expect(opened).toEqual(['web']);
  });

  test('opens when a list shows that etcd was restored', () => {
    wrote('web', written(state('a', '7')));
    gates.enter('web', 0);
    cache.become({ epoch: 1 });
    expect(opened).toEqual(['web']);
  });

  test('opens when the source is removed', () => {
    const late = new LateCache({ cluster: 'east' }).list('5');
    const remove = gates.add(late.view);
    gates.wrote('web', { cluster: 'east', write: written(state('a', '7')), now: 0 });
    expect(gates.enter('web', 0)).toMatchObject({ type: 'wait' });
    remove();
    expect(opened).toEqual(['web']);
    expect(late.isWatched).toBe(false);
    expect(gates.enter('web', 1)).toMatchObject({ type: 'open' });
  });

  test('never keeps another key waiting', () => {
    wrote('web', written(state('a', '7')));
    expect(gates.enter('web', 0)).toMatchObject({ type: 'wait' });
    expect(gates.enter('api', 0)).toEqual({ type: 'open', waitedMs: 0 });
  });

  test('waits for every cache of the resource, and for none of another cluster or resource', () => {
    const second = new LateCache({ labelSelector: 'app=web' }).list('5');
    const elsewhere = new LateCache({ cluster: 'east' }).list('5');
    const pods = new LateCache({ resource: { group: '', plural: 'pods' } }).list('5');
    for (const { view } of [second, elsewhere, pods]) gates.add(view);
    const object = state('a', '7', { labels: { app: 'web' } });
    wrote('web', written(object));
    cache.apply(object);
    expect(gates.enter('web', 0)).toMatchObject({ type: 'wait' });
    second.apply(object);
    expect(opened).toEqual(['web']);
    expect(gates.enter('web', 0)).toMatchObject({ type: 'open' });
  });

  test('opens after the timeout, once, and names what is missing', () => {
    wrote('web', written(state('a', '7')));
    wrote('web', written(state('b', '8')));
    expect(gates.enter('web', 1_000)).toEqual({ type: 'wait', until: 6_000 });
    // Triggers that come meanwhile do not prolong it.
    expect(gates.enter('web', 4_000)).toEqual({ type: 'wait', until: 6_000 });
    const missing = 'configmaps (at 5, live) lack version 7 of shop/a and 1 more';
    expect(gates.enter('web', 6_000)).toEqual({ type: 'overdue', waitedMs: 5_000, missing });
    expect(gates.enter('web', 6_001)).toEqual({ type: 'open', waitedMs: 0 });
    expect(messages).toEqual([
      { type: 'overdue', controller: 'websites', key: 'web', waitedMs: 5_000, missing },
    ]);
    expect(cache.isWatched).toBe(false);
  });

  test('opens at the very time that it told, however that is rounded', () => {
    const since = 29_870.489_725_772_44;
    expect(since + 5_000 - since).toBeLessThan(5_000);
    wrote('web', written(state('a', '7')));
    expect(gates.enter('web', since)).toEqual({ type: 'wait', until: since + 5_000 });
    expect(gates.enter('web', since + 5_000)).toMatchObject({ type: 'overdue' });
  });

  test('names a deletion that is missing, and nothing that a terminal obeys', () => {
    cache.apply(state('a\u001b[2J', '6'));
    wrote('web', deleted(state('a\u001b[2J', '6')));
    gates.enter('web', 0);
    expect(gates.enter('web', 5_000)).toMatchObject({
      missing: 'configmaps (at 6, live) lack the deletion of shop/a\\u001b[2J',
    });
  });

  test('waits for a write of a run that has not waited for its own answer', () => {
    wrote('web', written(state('a', '7')));
    gates.enter('web', 0);
    wrote('web', written(state('b', '8')), 10);
    cache.apply(state('a', '7'));
    expect(gates.enter('web', 20)).toEqual({ type: 'wait', until: 5_000 });
    cache.apply(state('b', '8'));
    expect(opened).toEqual(['web']);
  });

  test('does not exist where the timeout is 0', () => {
    gates = gatesOf(0);
    wrote('web', written(state('a', '7')));
    expect(gates.enter('web', 0)).toEqual({ type: 'open', waitedMs: 0 });
    expect(gates.sizes.written).toBe(0);
  });

  test('looks at a deletion again: the object may come late', () => {
    wrote('web', deleted(state('a', '6')));
    expect(gates.enter('web', 0)).toMatchObject({ type: 'open' });
    cache.apply(state('a', '6'));
    expect(gates.enter('web', 1)).toMatchObject({ type: 'wait' });
    cache.delete(state('a', '7'));
    expect(opened).toEqual(['web']);
    expect(gates.enter('web', 2)).toMatchObject({ type: 'open' });
  });

  test('is gone with its key', () => {
    wrote('web', written(state('a', '7')));
    gates.enter('web', 0);
    gates.forget('web');
    cache.apply(state('a', '7'));
    expect(opened).toEqual([]);
    expect(cache.isWatched).toBe(false);
    expect(gates.sizes).toEqual({ written: 0, waiting: 0 });
  });

  test('is gone with the controller', () => {
    wrote('web', written(state('a', '7')));
    gates.enter('web', 0);
    gates.close();
    expect(cache.isWatched).toBe(false);
    cache.apply(state('a', '7'));
    expect(opened).toEqual([]);
  });
});

describe('the server is asked', () => {
  /** A read that is answered by hand. */
  function question(): {
    readonly read: LiveRead;
    readonly asked: AbortSignal[];
    readonly answer: PromiseWithResolvers<OwnWrite>;
  } {
    const asked: AbortSignal[] = [];
    const answer: PromiseWithResolvers<OwnWrite> = Promise.withResolvers();
    return { read: (signal) => (asked.push(signal), answer.promise), asked, answer };
  }
  const a = state('a', '7');
  const tell = (write: OwnWrite | LostWrite, read: LiveRead): void =>
    gates.wrote('web', { cluster: '', write, now: 0, read });

  test('of nothing where caches show it, or are merely late', async () => {
    const { read, asked } = question();
    tell(written(a), read);
    gates.enter('web', 0);
    cache.apply(state('b', '6'));
    cache.bookmark('6');
    await settle();
    cache.apply(a);
    expect(gates.enter('web', 1)).toMatchObject({ type: 'open' });
    expect(asked).toEqual([]);
  });

  test('once where a cache claims to be past it, and the key waits for what there is', async () => {
    const { read, asked, answer } = question();
    tell(written(a), read);
    gates.enter('web', 0);
    cache.bookmark('999999999999');
    await settle();
    cache.bookmark('999999999999999');
    await settle();
    expect(asked).toHaveLength(1);
    answer.resolve(written(a));
    await settle();
    expect(opened).toEqual([]);
    expect(gates.enter('web', 1)).toEqual({ type: 'wait', until: 5_000 });
    cache.list('8', a);
    expect(opened).toEqual(['web']);
    expect(asked).toHaveLength(1);
  });

  test('again where a list ends what was claimed, and may be from before the write', async () => {
    const { read, asked, answer } = question();
    cache.bookmark('999999999999');
    tell(written(a), read);
    gates.enter('web', 0);
    answer.resolve(written(a));
    await settle();
    cache.become({ epoch: 1 }).list('6');
    await settle();
    expect(asked).toHaveLength(2);
    expect(opened).toEqual([]);
    cache.apply(a);
    expect(opened).toEqual(['web']);
    expect(gates.enter('web', 1)).toMatchObject({ type: 'open' });
  });

  test('after a restore, which may bring back what was deleted', async () => {
    const before = state('a', '5');
    cache.apply(before);
    const { read, asked, answer } = question();
    tell(deleted(before), read);
    gates.enter('web', 0);
    cache.become({ epoch: 1 }).list('3', state('a', '2'));
    expect(asked).toHaveLength(1);
    expect(opened).toEqual([]);
    answer.resolve(written(state('a', '2')));
    await settle();
    expect(opened).toEqual(['web']);
    expect(gates.enter('web', 1)).toMatchObject({ type: 'open' });
  });

  test('and the key goes on where it is gone', async () => {
    const { read, answer } = question();
    tell(written(a), read);
    cache.list('9');
    expect(gates.enter('web', 0)).toMatchObject({ type: 'wait' });
    answer.resolve(deleted(a));
    await settle();
    expect(opened).toEqual(['web']);
    expect(gates.enter('web', 1)).toMatchObject({ type: 'open' });
  });

  test('of a write without an answer when a run is due, and not before', async () => {
    const { read, asked, answer } = question();
    tell(lost(a), read);
    await settle();
    expect(asked).toEqual([]);
    expect(gates.enter('web', 0)).toEqual({ type: 'wait', until: 5_000 });
    answer.resolve(written(a));
    await settle();
    expect(opened).toEqual([]);
    cache.apply(a);
    expect(opened).toEqual(['web']);
    expect(gates.enter('web', 1)).toMatchObject({ type: 'open' });
    expect(gates.sizes.written).toBe(0);
  });

  test('of nothing that has been shown since, though it is gone by the time of the run', async () => {
    const { read, asked, answer } = question();
    cache.bookmark('100');
    tell(deleted(state('a', '6', { uid: 'old' })), read);
    tell(written(a), read);
    gates.enter('web', 0);
    answer.resolve(written(a));
    await settle();
    cache.list('8', a);
    expect(opened).toEqual(['web']);
    cache.delete(state('a', '9'));
    expect(gates.enter('web', 1)).toMatchObject({ type: 'open' });
    expect(asked).toHaveLength(1);
  });

  test('once for all caches of the resource', async () => {
    const second = new LateCache().list('5');
    gates.add(second.view);
    const { read, asked, answer } = question();
    tell(lost(a), read);
    gates.enter('web', 0);
    answer.resolve(written(a));
    await settle();
    cache.apply(a);
    expect(opened).toEqual([]);
    second.apply(a);
    expect(opened).toEqual(['web']);
    expect(asked).toHaveLength(1);
  });

  test('and does not say it: the key goes ahead after the timeout, and it is told why', async () => {
    const { read, answer } = question();
    tell(lost(a), read);
    gates.enter('web', 0);
    answer.reject(new Error('no connection'));
    await settle();
    expect(opened).toEqual([]);
    expect(gates.enter('web', 5_000)).toEqual({
      type: 'overdue',
      waitedMs: 5_000,
      missing:
        'configmaps (at 5, live) lack a write without an answer of shop/a, and the server does not say what there is: no connection',
    });
    expect(gates.enter('web', 5_001)).toMatchObject({ type: 'open' });
  });

  test.each<[string, () => unknown]>([
    ['the key has waited long enough', () => gates.enter('web', 5_000)],
    ['the key is gone', () => gates.forget('web')],
    ['the controller ends', () => gates.close()],
  ])('no longer than until %s', async (_, end) => {
    const { read, asked, answer } = question();
    tell(lost(a), read);
    gates.enter('web', 0);
    expect(asked[0]?.aborted).toBe(false);
    end();
    expect(asked[0]?.aborted).toBe(true);
    answer.resolve(written(a));
    await settle();
    expect(gates.sizes).toEqual({ written: 0, waiting: 0 });
    expect(opened).toEqual([]);
  });

  test('and its answer does not count where more was written meanwhile', async () => {
    const { read, answer } = question();
    tell(lost(a), read);
    gates.enter('web', 0);
    tell(written(state('a', '9')), question().read);
    answer.resolve(written(a));
    await settle();
    cache.apply(a);
    expect(opened).toEqual([]);
    expect(gates.enter('web', 1)).toMatchObject({ type: 'wait' });
  });
});

describe('what is remembered of writes', () => {
  test('is nothing of a resource that no source has', () => {
    gates.wrote('web', { cluster: '', write: { ...written(state('a', '7')), plural: 'leases' }, now: 0 });
    gates.wrote('web', { cluster: 'east', write: written(state('a', '7')), now: 0 });
    expect(gates.sizes.written).toBe(0);
  });

  test('goes when others write, once the caches have shown it', () => {
    for (let count = 0; count < 1_000; count += 1) {
      const object = state(`of-${count}`, `${10 + count}`);
      wrote(`key-${count}`, written(object), count);
      cache.apply(object);
    }
    expect(gates.sizes.written).toBeLessThan(3);
  });

  test('goes after a minute, whatever a cache shows, and that is told once', () => {
    wrote('web', written(state('a', '7')));
    wrote('api', written(state('b', '8')), 60_001);
    expect(gates.sizes.written).toBe(1);
    expect(gates.enter('web', 60_001)).toMatchObject({ type: 'open' });
    const missing = 'configmaps (at 5, live) lack version 7 of shop/a';
    expect(messages).toEqual([
      { type: 'forgotten', controller: 'websites', key: 'web', waitedMs: 0, missing },
    ]);
    expect(forgotten).toEqual(['web']);
  });

  test('goes after a minute when its own key runs, which is told as well', () => {
    wrote('web', written(state('a', '7')));
    expect(gates.enter('web', 60_001)).toMatchObject({ type: 'open' });
    expect(forgotten).toEqual(['web']);
  });

  test('does not go while a run waits for it: that it waited in vain is told', () => {
    wrote('web', written(state('a', '7')));
    expect(gates.enter('web', 58_000)).toEqual({ type: 'wait', until: 63_000 });
    expect(gates.enter('web', 61_000)).toEqual({ type: 'wait', until: 63_000 });
    const missing = 'configmaps (at 5, live) lack version 7 of shop/a';
    expect(gates.enter('web', 63_000)).toEqual({ type: 'overdue', waitedMs: 5_000, missing });
    expect(forgotten).toEqual([]);
  });

  test('stays for as long as a key backs off where its answer was lost, and keeps nothing else from going', async () => {
    const asked: string[] = [];
    const read: LiveRead = () => {
      asked.push('web');
      return Promise.resolve(written(state('a', '7')));
    };
    gates.wrote('web', { cluster: '', write: lost(state('a', '1')), now: 0, read });
    wrote('api', written(state('b', '6')));
    wrote('last', written(state('c', '8')), 900_000);
    expect(gates.sizes.written).toBe(2);
    expect(forgotten).toEqual(['api']);
    expect(gates.enter('web', 1_000_000)).toMatchObject({ type: 'wait' });
    await settle();
    expect(asked).toEqual(['web']);
    cache.apply(state('a', '7'));
    expect(gates.enter('web', 1_000_100)).toEqual({ type: 'open', waitedMs: 100 });
    expect(gates.sizes.written).toBe(1);
  });

  test('goes in the end also where no run comes', () => {
    gates.wrote('web', { cluster: '', write: lost(state('a', '1')), now: 0 });
    wrote('last', written(state('c', '8')), 1_000_001);
    expect(gates.sizes.written).toBe(1);
    expect(forgotten).toEqual(['web']);
  });

  test('goes without a word where the caches have shown it, or may not have to', () => {
    wrote('web', written(state('a', '7')));
    wrote('web', deleted(state('b', '6')));
    cache.apply(state('a', '7'));
    expect(gates.enter('web', 60_001)).toMatchObject({ type: 'open' });
    expect(gates.sizes.written).toBe(0);
    expect(forgotten).toEqual([]);
  });

  test('is the last thousand objects of a key: the cache gets versions in their order', () => {
    for (let count = 0; count < 1_500; count += 1)
      wrote('web', written(state(`of-${count}`, `${10 + count}`)));
    gates.enter('web', 0);
    expect(gates.enter('web', 5_000)).toMatchObject({
      missing: 'configmaps (at 5, live) lack version 510 of shop/of-500 and 999 more',
    });
  });
});
