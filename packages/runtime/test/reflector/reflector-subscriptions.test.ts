import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { TransportError } from '@kube-rx/client';
import type { DynamicObject } from '@kube-rx/core';
import { settle, VirtualClock } from '@kube-rx/core';
import type { Observable } from 'rxjs';
import type { Change } from '../../src/reflector/change.ts';
import type { KeyState } from '../../src/reflector/changes.ts';
import { type Reflector, reflector } from '../../src/reflector/reflector.ts';
import type { WatcherOptions } from '../../src/watcher/options.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const reset = new TransportError('connection reset', { code: 'ECONNRESET' });

function keyed(key: string, version: number, labels?: Record<string, string>): DynamicObject {
  const [namespace = '', name = ''] = key.split('/');
  const object = configMap(name, version, { uid: `${namespace}-${name}`, ...(labels && { labels }) });
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** A cache of `shop/a`, `shop/b` and `lab/a`; both `a` have the same labels. */
async function started(options: WatcherOptions = {}) {
  const clock = new VirtualClock();
  const feed = new Feed();
  const labels = { app: 'web' };
  const objects = [keyed('shop/a', 1, labels), keyed('shop/b', 2), keyed('lab/a', 3, labels)];
  const server = new ScriptedServer([listBody(10, objects), feed]);
  const cache = reflector(server, { clock, random: () => 0, initialState: 'list', ...options });
  await cache.ready();
  await settle();
  const push = async (type: string, object: DynamicObject): Promise<void> => {
    feed.push(frame(type, object));
    await settle();
  };
  return { cache, clock, feed, push };
}

const print = ({ metadata }: DynamicObject): string =>
  `${metadata.namespace}/${metadata.name}@${metadata.resourceVersion}`;

/** What a subscriber is told, its end included. */
function record<T>(values: Observable<T>, text: (value: T) => string): string[] {
  const told: string[] = [];
  values.subscribe({
    next: (value) => told.push(text(value)),
    error: (error: unknown) => told.push(error === reset ? 'failed' : 'failed otherwise'),
    complete: () => told.push('completed'),
  });
  return told;
}

const printKey = (state: KeyState<DynamicObject>): string =>
  'object' in state ? `${state.type} ${print(state.object)}` : state.type;

const watched = (cache: Reflector<DynamicObject>): string[] =>
  record(cache.watchKey({ namespace: 'shop', name: 'a' }), printKey);
const queried = (cache: Reflector<DynamicObject>): string[] =>
  record(cache.liveQuery({ namespace: 'shop', throttleMs: 0 }), (objects) => objects.map(print).join(' '));
const followed = (cache: Reflector<DynamicObject>): string[] =>
  record(cache.changes$, ({ type, object }) => `${type} ${print(object)}`);

async function take(changes: AsyncGenerator<Change<DynamicObject>>, count: number): Promise<string[]> {
  const told: string[] = [];
  while (told.length < count) {
    const next = await changes.next();
    if (next.done) return [...told, 'ended'];
    told.push(`${next.value.type} ${print(next.value.object)}`);
  }
  return told;
}

describe('a key watched at a reflector', () => {
  test('tells the object as it is and becomes, and nothing of others', async () => {
    const { cache, push } = await started();
    const told = watched(cache);
    const absent = record(cache.watchKey('shop/none'), printKey);
    await push('MODIFIED', keyed('lab/a', 11));
    await push('MODIFIED', keyed('shop/a', 12));
    await push('DELETED', keyed('shop/a', 13));
    await push('ADDED', keyed('shop/a', 14));
    await cache.close();
    expect(told).toEqual([
      'present shop/a@1',
      'present shop/a@12',
      'deleted shop/a@13',
      'present shop/a@14',
      'completed',
    ]);
    expect(absent).toEqual(['absent', 'completed']);
  });
});

describe('a live query of a reflector', () => {
  test('tells what its namespace has, and is silent about the others', async () => {
    const { cache, push } = await started();
    const told = queried(cache);
    await push('MODIFIED', keyed('lab/a', 11));
    await push('ADDED', keyed('shopping/c', 12));
    await push('ADDED', keyed('shop/c', 13));
    await push('DELETED', keyed('shop/a', 14));
    await cache.close();
    expect(told).toEqual([
      'shop/a@1 shop/b@2',
      'shop/a@1 shop/b@2 shop/c@13',
      'shop/b@2 shop/c@13',
      'completed',
    ]);
  });

  test('tells of a namespace and a label what has both', async () => {
    const { cache } = await started();
    const options = { namespace: 'shop', labelSelector: 'app=web', throttleMs: 0 };
    const told = record(cache.liveQuery(options), (objects) => objects.map(print).join(' '));
    await cache.close();
    expect(told).toEqual(['shop/a@1', 'completed']);
  });

  test('is throttled by the clock of its reflector, and leaves no timer when that is closed', async () => {
    const { cache, clock, push } = await started();
    const told = record(cache.liveQuery(), ({ length }) => String(length));
    await push('ADDED', keyed('shop/c', 11));
    await push('ADDED', keyed('shop/d', 12));
    expect(told).toEqual(['3']);
    await clock.advance(100);
    expect(told).toEqual(['3', '5']);
    await push('ADDED', keyed('shop/e', 13));
    await cache.close();
    await clock.advance(1000);
    expect([told, clock.pending]).toEqual([['3', '5', 'completed'], 0]);
  });
});

describe('changes of a reflector, at the pace of whoever asks', () => {
  test('begin with what is there and add up, and end when the cache is closed', async () => {
    const { cache, push } = await started();
    const changes = cache.changes();
    expect(await take(changes, 3)).toEqual(['added shop/a@1', 'added shop/b@2', 'added lab/a@3']);
    await push('MODIFIED', keyed('shop/a', 11));
    await push('MODIFIED', keyed('shop/a', 12));
    await push('DELETED', keyed('shop/b', 13));
    expect(await take(changes, 2)).toEqual(['updated shop/a@12', 'deleted shop/b@13']);
    const next = take(changes, 1);
    await cache.close();
    expect(await next).toEqual(['ended']);
    expect(await take(cache.changes(), 1)).toEqual(['ended']);
  });

  test('end for who fires a signal, and for nobody else', async () => {
    const { cache, push } = await started();
    const abort = new AbortController();
    const [mine, others] = [cache.changes({ signal: abort.signal }), cache.changes()];
    await Promise.all([take(mine, 3), take(others, 3)]);
    const [end, more] = [take(mine, 1), take(others, 1)];
    abort.abort();
    await push('ADDED', keyed('shop/c', 11));
    expect([await end, await more]).toEqual([['ended'], ['added shop/c@11']]);
    const last = [take(others, 1), take(cache.changes({ signal: AbortSignal.abort() }), 1)];
    await cache.close();
    expect(await Promise.all(last)).toEqual([['ended'], ['ended']]);
  });

  test('end for who gave a signal too when the cache is closed', async () => {
    const { cache } = await started();
    const changes = cache.changes({ signal: new AbortController().signal });
    await take(changes, 3);
    const end = take(changes, 1);
    await cache.close();
    expect(await end).toEqual(['ended']);
  });
});

describe('subscriptions of a reflector', () => {
  test('end with the cache, and say nothing of what comes later', async () => {
    const { cache, push } = await started();
    const all = [watched(cache), queried(cache), followed(cache)];
    await cache.close();
    const told = all.map((texts) => [...texts]);
    for (const texts of told) expect(texts.at(-1)).toBe('completed');
    await push('MODIFIED', keyed('shop/a', 11));
    expect(all).toEqual(told);
    // Also a late subscriber finds the store unchanged.
    expect([cache.store.size, watched(cache).at(-1), queried(cache).at(-1)]).toEqual([
      3,
      'completed',
      'completed',
    ]);
  });

  test('fail with the error that the watch shall stop on', async () => {
    const { cache, clock, feed } = await started({ stopOn: () => true });
    const all = [watched(cache), queried(cache), followed(cache)];
    const changes = cache.changes();
    await take(changes, 3);
    const end = take(changes, 1);
    feed.end(reset);
    await clock.advance(0);
    expect(all.map((texts) => texts.at(-1))).toEqual(['failed', 'failed', 'failed']);
    expect(await end).toEqual(['ended']);
  });

  test('that throw are reported as uncaught, and keep neither the watch nor the others from anything', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=kube-rx:src',
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, '../support/options-uncaught.program.ts'),
    ]);
    const { told, uncaught, phase, size } = JSON.parse(stdout) as {
      readonly told: Record<string, readonly string[]>;
      readonly uncaught: readonly string[];
      readonly phase: string;
      readonly size: number;
    };
    const twice = (...texts: string[]): string[] => texts.flatMap((text) => [text, text]);
    expect(told).toEqual({
      observe: twice('11', '12', '13'),
      changes: twice('11', '12', '13'),
      live: twice('', '11', '12', ''),
      key: twice('absent', 'present 11', 'present 12', 'deleted 13'),
    });
    expect([...uncaught].sort()).toEqual([
      'of a listener at 11',
      'of a listener at 12',
      'of a listener at 13',
      'of a subscriber at 11',
      'of a subscriber at 12',
      'of a subscriber at 13',
    ]);
    expect([phase, size]).toEqual(['live', 0]);
  }, 30_000);
});
