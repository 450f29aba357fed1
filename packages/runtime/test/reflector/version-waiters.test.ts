import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, jest, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { StoreBench } from '../support/options-store.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const bookmark = (resourceVersion: string): Uint8Array =>
  frame('BOOKMARK', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { resourceVersion } });
const gone = frame('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });

/** A cache that has `a`, and whose last list had this version. */
async function started(version = '10') {
  const clock = new VirtualClock();
  const feed = new Feed();
  const relist = listBody(50, [configMap('a', 1), configMap('b', 45)]);
  const server = new ScriptedServer([listBody(version, [configMap('a', 1)]), feed, relist, new Feed()]);
  const cache = reflector(server, { clock, random: () => 0, initialState: 'list' });
  await cache.ready();
  await settle();
  return { cache, clock, feed };
}

/** The state of a wait after all pending callbacks have run. */
async function stateOf(wait: Promise<void>): Promise<string> {
  let state = 'waits';
  wait.then(
    () => (state = 'reached'),
    // A DOMException, which is an Error of another realm to Jest.
    (error: unknown) => (state = (error as Error).name),
  );
  await settle();
  return state;
}

describe('waiting for a version', () => {
  test.each([
    ['an addition', '11', frame('ADDED', configMap('b', 11))],
    ['an update', '11', frame('MODIFIED', configMap('a', 11))],
    ['a deletion', '11', frame('DELETED', configMap('a', 11))],
    ['a bookmark', '11', bookmark('11')],
    ['what is newer', '11', bookmark('40')],
    ['a list', '45', gone],
  ])('ends with %s', async (_what, version, chunk) => {
    const { cache, clock, feed } = await started();
    const wait = cache.waitForResourceVersion(version);
    expect(await stateOf(wait)).toBe('waits');
    feed.push(chunk);
    await clock.advance(10_000);
    expect(await stateOf(wait)).toBe('reached');
    await cache.close();
  });

  test('ends when the store has what was written', async () => {
    const { cache, feed } = await started();
    const seen = cache.waitForResourceVersion('11').then(() => cache.store.has('shop/b'));
    feed.push(frame('ADDED', configMap('b', 11)));
    expect(await seen).toBe(true);
    await cache.close();
  });

  test('waits for the list where the store has none yet', async () => {
    const clock = new VirtualClock();
    const server = new ScriptedServer([listBody(10, []), new Feed()]);
    const cache = reflector(server, { clock, initialState: 'list' });
    const wait = cache.waitForResourceVersion('10');
    expect(cache.store.resourceVersion).toBeUndefined();
    expect(await stateOf(wait)).toBe('reached');
    await cache.close();
  });

  test('is over at once where the version is reached, of the one just held and of older ones', async () => {
    const { cache, clock } = await started();
    const idle = clock.pending;
    for (const version of ['10', '9', '1'])
      expect(await stateOf(cache.waitForResourceVersion(version, { timeout: 1 }))).toBe('reached');
    expect(clock.pending).toBe(idle);
    await cache.close();
  });

  test.each([
    ['9', '10', 'reached'],
    ['10', '9', 'waits'],
    ['100', '99', 'waits'],
    // Equal to the version held, as a double.
    ['9007199254740993', '9007199254740992', 'waits'],
    ['9007199254740992', '9007199254740993', 'reached'],
    ['123456789012345678901234567890', '123456789012345678901234567889', 'waits'],
    ['99999999999999999999999999999', '123456789012345678901234567890', 'reached'],
  ])('takes versions for numbers of any length: %s when %s is held', async (wanted, held, state) => {
    const { cache } = await started(held);
    expect(await stateOf(cache.waitForResourceVersion(wanted))).toBe(state);
    // No history with 64-bit versions goes on with longer ones.
    const later = await started(held.length > 19 ? '10000000000000000000' : '1');
    const wait = later.cache.waitForResourceVersion(wanted);
    later.feed.push(bookmark(held));
    expect(await stateOf(wait)).toBe(state);
    await Promise.all([cache.close(), later.cache.close()]);
  });

  test('is for just this version where versions have no order', async () => {
    const { store, writer } = new StoreBench().list(10);
    const wait = store.waitForResourceVersion('epoch-2');
    writer.apply({ type: 'Bookmark', resourceVersion: 'epoch-3' });
    expect(await stateOf(wait)).toBe('waits');
    writer.apply({ type: 'Bookmark', resourceVersion: 'epoch-2' });
    expect(await stateOf(wait)).toBe('reached');
    expect(await stateOf(store.waitForResourceVersion('epoch-2'))).toBe('reached');
  });

  test('lets each of many go on when it is its turn', async () => {
    const { store, writer } = new StoreBench().list(10);
    const waits = ['12', '11', '13', '11'].map((version) => store.waitForResourceVersion(version));
    const states = (): Promise<string[]> => Promise.all(waits.map(stateOf));
    writer.apply({ type: 'Bookmark', resourceVersion: '11' });
    expect(await states()).toEqual(['waits', 'reached', 'waits', 'reached']);
    writer.apply({ type: 'Bookmark', resourceVersion: '13' });
    expect(await states()).toEqual(['reached', 'reached', 'reached', 'reached']);
  });

  test('is not set back by a deletion that is told late', () => {
    const { store } = new StoreBench().list(100).delete(configMap('x', 90));
    expect(store.resourceVersion).toBe('100');
  });
});

describe('a wait for a version that is given up', () => {
  test('rejects with the reason of the signal, fired before or later', async () => {
    const { cache } = await started();
    const reason = new Error('enough');
    for (const waits of [cache, cache.store]) {
      await expect(waits.waitForResourceVersion('5', { signal: AbortSignal.abort(reason) })).rejects.toBe(
        reason,
      );
      const abort = new AbortController();
      const wait = waits.waitForResourceVersion('99', { signal: abort.signal });
      expect(await stateOf(wait)).toBe('waits');
      abort.abort(reason);
      await expect(wait).rejects.toBe(reason);
      const unsaid = new AbortController();
      const other = waits.waitForResourceVersion('99', { signal: unsaid.signal });
      unsaid.abort();
      expect(await stateOf(other)).toBe('AbortError');
    }
    await cache.close();
  });

  test('rejects when the cache is closed, or was', async () => {
    const { cache } = await started();
    const wait = stateOf(cache.waitForResourceVersion('99'));
    await cache.close();
    expect([await wait, await stateOf(cache.waitForResourceVersion('99'))]).toEqual([
      'AbortError',
      'AbortError',
    ]);
  });

  test('rejects after its time, and says what it waited for', async () => {
    const { cache, clock } = await started();
    const wait = cache.waitForResourceVersion('99', { timeout: 5000 });
    const outcome = expect(wait).rejects.toMatchObject({
      name: 'DeadlineError',
      timeoutMs: 5000,
      message: 'the cache has not reached version 99 after 5000 ms (live)',
    });
    await clock.advance(4999);
    expect(await stateOf(wait)).toBe('waits');
    await clock.advance(1);
    await outcome;
    await cache.close();
    expect(clock.pending).toBe(0);
  });

  test.each(['is reached', 'is aborted', 'times out', 'is closed'])(
    'leaves neither a timer nor a listener at the signal when it %s',
    async (how) => {
      const { cache, clock, feed } = await started();
      const idle = clock.pending;
      const abort = new AbortController();
      const inStore = jest.spyOn(cache.store, 'waitForResourceVersion');
      const wait = cache.waitForResourceVersion('99', { signal: abort.signal, timeout: 5 });
      expect([clock.pending, getEventListeners(abort.signal, 'abort').length > 0]).toEqual([idle + 1, true]);
      if (how === 'is reached') feed.push(bookmark('99'));
      if (how === 'is aborted') abort.abort();
      if (how === 'times out') await clock.advance(5);
      if (how === 'is closed') await cache.close();
      expect(await stateOf(wait)).not.toBe('waits');
      expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
      // The store's own wait ends too.
      expect(await stateOf(inStore.mock.results[0]?.value as Promise<void>)).not.toBe('waits');
      await cache.close();
      expect(clock.pending).toBe(0);
    },
  );

  test('leaves no listener at a signal that was given to the store, reached or aborted', async () => {
    const { store, writer } = new StoreBench().list(10);
    const abort = new AbortController();
    const reached = store.waitForResourceVersion('11', { signal: abort.signal });
    const aborted = stateOf(store.waitForResourceVersion('99', { signal: abort.signal }));
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(2);
    writer.apply({ type: 'Bookmark', resourceVersion: '11' });
    await reached;
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(1);
    abort.abort();
    await aborted;
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  test('is forgotten by the store', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { store } = new StoreBench().list(10);
    const begin = (ends: boolean): WeakRef<AbortSignal> => {
      const abort = new AbortController();
      store.waitForResourceVersion('99', { signal: abort.signal }).catch(() => undefined);
      if (ends) abort.abort();
      return new WeakRef(abort.signal);
    };
    const [aborted, waiting] = [begin(true), begin(false)];
    await settle();
    collect();
    expect([aborted.deref(), waiting.deref()]).toEqual([undefined, expect.any(AbortSignal)]);
    expect(store.resourceVersion).toBe('10');
  });
});
