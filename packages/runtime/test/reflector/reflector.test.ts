import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import type { WatcherStatus } from '../../src/watcher/status.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

const reset = new TransportError('connection reset', { code: 'ECONNRESET' });

function start(answers: readonly Answer[], options: WatcherOptions = {}) {
  const clock = new VirtualClock();
  const server = new ScriptedServer(answers);
  return {
    clock,
    server,
    cache: reflector(server, { clock, random: () => 0, initialState: 'list', ...options }),
  };
}

describe('a reflector', () => {
  test('is ready after the first list, and follows the watch', async () => {
    const feed = new Feed();
    const { cache, server } = start([listBody(10, [configMap('a', 5)]), feed]);
    await cache.ready();
    expect([...cache.store.keys()]).toEqual(['shop/a']);
    feed.push(frame('ADDED', configMap('b', 11)));
    await settle();
    expect([...cache.store.keys()]).toEqual(['shop/a', 'shop/b']);
    expect(cache.status).toMatchObject({ phase: 'live', synced: true, resourceVersion: '11' });
    expect(server.requests).toEqual(['list', 'watch 10']);
    await cache.close();
  });

  test('serves any number of subscribers by one watch, the late ones from the snapshot (kube-rs W14)', async () => {
    const feed = new Feed();
    const { cache, server } = start([listBody(10, [configMap('a', 5)]), feed]);
    const early: string[] = [];
    const late: string[] = [];
    cache.changes$.subscribe(({ type, key }) => early.push(`${type} ${key}`));
    await cache.ready();
    feed.push(frame('ADDED', configMap('b', 11)));
    await settle();
    cache.changes$.subscribe(({ type, key }) => late.push(`${type} ${key}`));
    feed.push(frame('DELETED', configMap('a', 12)));
    await settle();
    expect(early).toEqual(['added shop/a', 'added shop/b', 'deleted shop/a']);
    expect(late).toEqual(['added shop/a', 'added shop/b', 'deleted shop/a']);
    expect(server.requests).toHaveLength(2);
    await cache.close();
  });

  test('tells its trouble and its recovery', async () => {
    const { cache, clock } = start([reset, listBody(10, []), new Feed()]);
    const told: string[] = [];
    cache.status$.subscribe(({ phase, attempt, lastError }) =>
      told.push(`${phase} ${attempt} ${lastError?.message ?? ''}`),
    );
    await clock.advance(1000);
    expect(told).toEqual([
      'listing 0 ',
      'waiting 1 connection reset',
      'listing 1 ',
      'connecting 1 ',
      'live 0 ',
    ]);
    await cache.close();
  });

  test('tells each error once to each who asks, and no status twice', async () => {
    const page = (token: string): Uint8Array => listBody(10, [configMap(`a${token}`, 5)], token);
    const other = new TransportError('refused', { code: 'ECONNREFUSED' });
    const statuses: string[] = [];
    const print = ({ phase, lastError }: WatcherStatus): string => `${phase} ${lastError?.message ?? ''}`;
    const onStatus = (status: WatcherStatus): void => void statuses.push(print(status));
    const { cache, clock } = start([reset, reset, reset, other, page('2'), page('3'), listBody(10, [])], {
      onStatus,
    });
    const early: string[] = [];
    const late: string[] = [];
    cache.status$.subscribe((status) => early.push(print(status)));
    await clock.advance(0);
    cache.status$.subscribe((status) => late.push(print(status)));
    await clock.advance(10_000);
    const after = [
      'listing ',
      'waiting connection reset',
      'listing ',
      'waiting refused',
      'listing ',
      'connecting ',
    ];
    const before = ['listing ', 'waiting connection reset'];
    expect(early).toEqual([...before, ...before, ...after]);
    expect(statuses).toEqual(early);
    expect(late).toEqual(['waiting connection reset', ...after]);
    expect(cache.status.lastError).toBe(other);
    await cache.close();
  });

  test('says what keeps it from being ready', async () => {
    const { cache, clock } = start(Array.from({ length: 8 }, () => reset));
    const ready = cache.ready({ timeout: 5000 });
    const outcome = expect(ready).rejects.toMatchObject({
      name: 'DeadlineError',
      message: 'the cache is not ready after 5000 ms (waiting): connection reset',
      cause: reset,
    });
    await clock.advance(5000);
    await outcome;
    await cache.close();
  });

  test('says that it cannot watch what no server stores, as metrics', async () => {
    const { cache, clock } = start(Array.from({ length: 9 }, () => listBody('', [])));
    const outcome = expect(cache.ready({ timeout: 1000 })).rejects.toThrow(
      'has no metadata.resourceVersion: what no server stores can be listed, but not watched',
    );
    await clock.advance(1000);
    await outcome;
    await cache.close();
  });

  test('stops waiting to be ready when the signal fires or the cache is closed', async () => {
    const { cache, clock } = start([undefined]);
    const abort = new AbortController();
    const signalled = expect(cache.ready({ signal: abort.signal, timeout: 10 })).rejects.toMatchObject({
      name: 'AbortError',
    });
    abort.abort();
    await signalled;
    const closed = expect(cache.ready()).rejects.toMatchObject({ name: 'AbortError' });
    await cache.close();
    await closed;
    expect(clock.pending).toBe(0);
  });

  test('completes its streams, frees the watch and stays readable when closed, also twice', async () => {
    const feed = new Feed();
    const { cache, clock } = start([listBody(10, [configMap('a', 5)]), feed]);
    let ended = 0;
    cache.changes$.subscribe({ complete: () => (ended += 1) });
    cache.status$.subscribe({ complete: () => (ended += 1) });
    await cache.ready();
    await cache.close();
    await cache[Symbol.asyncDispose]();
    await settle();
    expect([ended, feed.released, clock.pending, cache.status.phase]).toEqual([2, true, 0, 'stopped']);
    expect(cache.store.has('shop/a')).toBe(true);
  });

  test('may be closed by whoever is told its status, that it is closed included', async () => {
    const { cache, clock } = start([reset]);
    const phases: string[] = [];
    cache.status$.subscribe(({ phase }) => {
      phases.push(phase);
      if (phase === 'waiting' || phase === 'stopped') void cache.close();
    });
    await clock.advance(0);
    expect(phases).toEqual(['listing', 'waiting', 'stopped']);
    expect(clock.pending).toBe(0);
  });

  test('ends with the error that it shall stop on', async () => {
    const { cache, clock } = start([reset], { stopOn: () => true });
    const errors: unknown[] = [];
    cache.changes$.subscribe({ error: (error: unknown) => errors.push(error) });
    cache.status$.subscribe({ error: (error: unknown) => errors.push(error) });
    await clock.advance(0);
    await expect(cache.ready()).rejects.toBe(reset);
    expect(errors).toEqual([reset, reset]);
  });
});
