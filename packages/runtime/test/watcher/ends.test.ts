import { describe, expect, test } from '@jest/globals';
import { Api, Client, clientClosed, TransportError } from '@kube-rx/client';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { ConfigMaps, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const closed = new TransportError('the client was closed', { code: clientClosed });

describe('a watcher whose client was closed', () => {
  test('completes, since no later try could succeed, and leaves no timer', async () => {
    const clock = new VirtualClock();
    const server = new ScriptedServer([closed]);
    const seen: string[] = [];
    watcher(server, { clock, initialState: 'list' }).subscribe({
      next: ({ type }) => seen.push(type),
      error: () => seen.push('error'),
      complete: () => seen.push('complete'),
    });
    await clock.advance(60_000);
    expect([seen, clock.pending, server.requests]).toEqual([['complete'], 0, ['list']]);
  });

  test('completes over a real client too, and so does a cache', async () => {
    const client = Client.fromConfig({ server: 'http://127.0.0.1:1' });
    await client.close();
    const cache = reflector(Api.namespaced(client, ConfigMaps, 'shop'));
    await new Promise<void>(
      (resolve, reject) => void cache.changes$.subscribe({ error: reject, complete: resolve }),
    );
    expect(cache.status.phase).toBe('stopped');
    await expect(cache.ready()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

/** What a watcher tells and asks while a first answer comes piece by piece, one each 900 ms. */
async function drip(pieces: readonly Uint8Array[], options: WatcherOptions) {
  const slow = new Feed();
  const clock = new VirtualClock();
  const server = new ScriptedServer([slow, listBody(10, []), new Feed()]);
  const troubles: string[] = [];
  const subscription = watcher(server, {
    clock,
    listIdleTimeout: 1000,
    initialStartTimeout: 1000,
    random: () => 0,
    ...options,
  }).subscribe((event) => {
    if (event.type === 'Interrupted') troubles.push(event.error.message);
  });
  for (const piece of pieces) {
    slow.push(piece);
    await clock.advance(900);
  }
  subscription.unsubscribe();
  await settle();
  return { troubles, requests: server.requests };
}

describe.each([
  ['list', '{"kind":"ConfigMapList","apiVersion":"v1","x":"'],
  ['auto', '{"type":"ADDED","x":"'],
] as const)('an initial state that never stops dripping (%s)', (initialState, start) => {
  const beginning = (bytes: number, times: number): readonly Uint8Array[] =>
    Array.from({ length: times }, (_, time) => Buffer.from((time === 0 ? start : '') + 'x'.repeat(bytes)));

  test('is given up after its idle limit where hardly anything comes', async () => {
    const { troubles, requests } = await drip(beginning(1, 3), { initialState });
    expect(troubles).toHaveLength(1);
    expect(requests.slice(1)).toEqual(['list', 'watch 10']);
  });

  test('is read on where more comes', async () => {
    const { troubles, requests } = await drip(beginning(4096, 9), { initialState });
    expect([troubles, requests]).toEqual([[], [expect.anything()]]);
  });
});

describe('a streamed initial state of which only blank lines come', () => {
  test('is given up after its idle limit, however many they are', async () => {
    const blank = new Uint8Array(4096).fill(0x0a);
    const { requests } = await drip([blank, blank, blank], { initialState: 'auto' });
    expect(requests.slice(1)).toEqual(['list', 'watch 10']);
  });
});

describe('a list that never stops dripping', () => {
  test('is given up after ten times its idle limit', async () => {
    const pieces = Array.from({ length: 12 }, () => new Uint8Array(4096).fill(0x20));
    const { troubles, requests } = await drip(pieces, { initialState: 'list' });
    expect(troubles).toEqual(['the list of configmaps was not complete for 10000 ms']);
    expect(requests).toEqual(['list', 'list', 'watch 10']);
  });
});
