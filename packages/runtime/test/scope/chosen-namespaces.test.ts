import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { type DynamicObject, InvalidRequestError, settle } from '@kube-rx/core';
import { BehaviorSubject, EMPTY, NEVER, Subject, throwError } from 'rxjs';
import type { Change } from '../../src/reflector/change.ts';
import { type Reflector, type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import type { NamespaceSelection } from '../../src/scope/scope-options.ts';
import { Cluster, Namespaces } from '../support/cluster.ts';
import { ConfigMaps } from '../support/objects.ts';

let cluster: Cluster;
const caches: AsyncDisposable[] = [];

beforeEach(async () => {
  cluster = new Cluster(['a', 'b', 'c']);
  await cluster.grant();
  await cluster.grantNamespaces();
  await cluster.add('a/1', 'a/2', 'b/1', 'c/1');
});

afterEach(async () => {
  for (const cache of caches.splice(0)) await cache[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
});

function cacheOf(
  namespaces: NamespaceSelection,
  options: ReflectorOptions<DynamicObject> = {},
): Reflector<DynamicObject> {
  const { clock } = cluster;
  const cache = reflector(cluster.janes, { namespaces, clock, random: () => 0.5, ...options });
  caches.push(cache);
  return cache;
}

/** What is told from now on. */
function toldBy(cache: Reflector<DynamicObject>): string[] {
  const told: string[] = [];
  cache.store.observe(({ type, key, leftScope }: Change<DynamicObject>) =>
    told.push(`${type} ${key}${leftScope ? ' (left)' : ''}`),
  );
  return told;
}

const keys = (cache: Reflector<DynamicObject>): string[] => [...cache.store.keys()].sort();

describe.each(['auto', 'list'] as const)('a cache of two namespaces (%s)', (initialState) => {
  test('holds them, and asks for nothing else', async () => {
    const cache = cacheOf(['a', 'b', 'a'], { initialState, labelIndexes: ['app'] });
    await cache.ready();
    expect(keys(cache)).toEqual(['a/1', 'a/2', 'b/1']);
    expect(cache.store.count({ namespace: 'a' })).toBe(2);
    expect(new Set(cluster.asked.map((line) => line.split(' ')[1]))).toEqual(new Set(['a', 'b']));
    const { scope, synced, phase } = cache.status;
    expect([synced, scope?.kind, [...(scope?.namespaces.keys() ?? [])]]).toEqual([
      true,
      'namespaces',
      ['a', 'b'],
    ]);
    await settle();
    expect(phase).not.toBe('waiting');
  });

  test('tells the changes of both in one stream, with what is there first', async () => {
    const cache = cacheOf(['a', 'b'], { initialState });
    const told: string[] = [];
    cache.changes$.subscribe(({ type, key }) => told.push(`${type} ${key}`));
    await cache.ready();
    await settle();
    expect(told.splice(0).sort()).toEqual(['added a/1', 'added a/2', 'added b/1']);
    await cluster.add('b/2', 'c/2');
    await cluster.configs('a').delete('1');
    await settle();
    expect(told.sort()).toEqual(['added b/2', 'deleted a/1']);
  });
});

describe('namespaces that a program chooses', () => {
  test('join without making the cache unready, and leave with their objects', async () => {
    const names$ = new BehaviorSubject<readonly string[]>(['a']);
    const cache = cacheOf(names$);
    await cache.ready();
    const told = toldBy(cache);
    names$.next(['a', 'b']);
    expect(cache.status.synced).toBe(true);
    expect(cache.store.resourceVersion).toBeDefined();
    await settle();
    expect(keys(cache)).toEqual(['a/1', 'a/2', 'b/1']);
    names$.next(['b']);
    expect(keys(cache)).toEqual(['b/1']);
    expect(told).toEqual(['added b/1', 'deleted a/1 (left)', 'deleted a/2 (left)']);
    expect([...(cache.status.scope?.namespaces.keys() ?? [])]).toEqual(['b']);
    await cluster.add('a/3');
    await settle();
    expect(keys(cache)).toEqual(['b/1']);
    names$.next(['a', 'b']);
    await settle();
    expect(keys(cache)).toEqual(['a/1', 'a/2', 'a/3', 'b/1']);
  });

  test('leave with the last state known, as what may live on', async () => {
    const names$ = new BehaviorSubject<readonly string[]>(['b']);
    const cache = cacheOf(names$);
    await cache.ready();
    const changes: Change<DynamicObject>[] = [];
    cache.store.observe((change) => changes.push(change));
    names$.next([]);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ type: 'deleted', finalStateUnknown: true, leftScope: true });
    expect(changes[0]?.object.metadata.name).toBe('1');
    expect(cache.store.resourceVersion).toBe('');
  });

  test('may be chosen again by who is told of what left', async () => {
    const names$ = new BehaviorSubject<readonly string[]>(['a', 'b']);
    const cache = cacheOf(names$);
    await cache.ready();
    cache.store.observe(({ leftScope }) => {
      if (leftScope && !names$.value.includes('c')) names$.next(['c']);
    });
    names$.next(['b']);
    await settle();
    expect(keys(cache)).toEqual(['c/1']);
  });

  test('are none until they are told, and stay when they are told no more', async () => {
    const names$ = new Subject<readonly string[]>();
    const cache = cacheOf(names$);
    await settle();
    expect(cache.status).toMatchObject({ synced: false, scope: { kind: 'pending' } });
    names$.next(['a']);
    names$.complete();
    await cache.ready();
    expect(keys(cache)).toEqual(['a/1', 'a/2']);
  });

  test('may be none: then the cache is ready, and nothing is there', async () => {
    const cache = cacheOf([]);
    const states: string[] = [];
    cache.watchKey('a/1').subscribe(({ type }) => states.push(type));
    await cache.ready();
    await cache.waitForResourceVersion('1');
    expect([cache.store.size, states.at(-1)]).toEqual([0, 'absent']);
  });

  test('end the cache where they cannot be told, or are none', async () => {
    const problem = new Error('no names');
    await expect(cacheOf(throwError(() => problem)).ready()).rejects.toBe(problem);
    const names$ = new BehaviorSubject<readonly string[]>(['a']);
    const cache = cacheOf(names$);
    await cache.ready();
    const errors: unknown[] = [];
    cache.status$.subscribe({ error: (error: unknown) => errors.push(error) });
    names$.next(['a', 'B!']);
    expect(errors).toEqual([expect.any(InvalidRequestError)]);
    expect(cache.status.phase).toBe('stopped');
  });

  test('are refused at once where they cannot be', () => {
    expect(() => cacheOf(['B!'])).toThrow(InvalidRequestError);
    const nodes = Api.all(cluster.admin, Namespaces);
    expect(() => reflector(nodes, { namespaces: ['a'] })).toThrow(/namespaced resource/);
    const one = Api.namespaced(cluster.admin, ConfigMaps, 'a');
    expect(() => reflector(one, { namespaces: EMPTY })).toThrow(/all namespaces/);
    expect(() => reflector(cluster.janes, { namespaces: { labelSelector: 'a in' } })).toThrow(
      InvalidRequestError,
    );
    expect(() => cacheOf('allowed', { probeInterval: 0 })).toThrow(/probeInterval/);
  });

  test('leave nothing behind when the cache is closed', async () => {
    const names$ = new BehaviorSubject<readonly string[]>(['a', 'b']);
    const cache = cacheOf(names$, { initialState: 'list' });
    await cache.ready();
    const statuses: string[] = [];
    cache.status$.subscribe({
      next: ({ phase }) => statuses.push(phase),
      complete: () => statuses.push('end'),
    });
    await cache.close();
    expect(statuses.slice(-2)).toEqual(['stopped', 'end']);
    const { length } = cluster.asked;
    names$.next(['a', 'b', 'c']);
    await cluster.clock.advance(600_000);
    expect(cluster.asked).toHaveLength(length);
    expect(names$.observed).toBe(false);
    expect(keys(cache)).toEqual(['a/1', 'a/2', 'b/1']);
  });
});

describe('namespaces by their labels', () => {
  const spaces = (): Api<DynamicObject> => Api.all(cluster.admin, Namespaces);
  const label = (name: string, team: string | null) =>
    spaces().patch.merge(name, { metadata: { labels: { team } } });

  test('come and go as namespaces and labels do', async () => {
    await label('a', 'shop');
    const cache = cacheOf({ labelSelector: { team: 'shop' } });
    await cache.ready();
    expect(keys(cache)).toEqual(['a/1', 'a/2']);
    const told = toldBy(cache);
    await label('b', 'shop');
    await label('a', 'bank');
    await settle();
    expect(keys(cache)).toEqual(['b/1']);
    expect(told.sort()).toEqual(['added b/1', 'deleted a/1 (left)', 'deleted a/2 (left)']);
    await spaces().create({ metadata: { name: 'd', labels: { team: 'shop' } } });
    await cluster.add('d/1');
    await settle();
    expect(keys(cache)).toEqual(['b/1', 'd/1']);
    await cluster.clock.advance(600_000);
    expect(keys(cache)).toEqual(['b/1', 'd/1']);
  });

  test('are told to be unknown while they cannot be read', async () => {
    cluster.server.faults.inject({ fault: { type: 'status', code: 503 }, times: 2 });
    const cache = cacheOf({ labelSelector: { team: 'shop' } });
    await settle();
    expect(cache.status).toMatchObject({ phase: 'waiting', synced: false, scope: { kind: 'pending' } });
    expect(cache.status.scope?.reason).toContain('503');
    await cluster.clock.advance(60_000);
    await cache.ready();
    expect(cache.status.scope?.reason).toBeUndefined();
  });
});

describe('a namespace that is forbidden', () => {
  test('stops no other, is told with its reason, and joins once it is allowed', async () => {
    await cluster.revoke();
    await cluster.grant('a');
    const cache = cacheOf(['a', 'b']);
    await settle();
    expect(keys(cache)).toEqual(['a/1', 'a/2']);
    const { scope, phase, lastError, synced } = cache.status;
    expect([phase, synced]).toEqual(['waiting', false]);
    expect(lastError?.message).toContain('in the namespace "b"');
    expect(scope?.namespaces.get('a')).toMatchObject({ phase: 'live', synced: true });
    expect(scope?.namespaces.get('b')).toMatchObject({ phase: 'waiting', lastError });
    const late = cache.ready({ timeout: 1000 });
    const failed = expect(late).rejects.toThrow(
      /not ready after 1000 ms \(waiting\): .*in the namespace "b"/,
    );
    await cluster.clock.advance(1000);
    await failed;
    await cluster.add('a/3');
    await cache.waitForResourceVersion(cache.status.scope?.namespaces.get('a')?.resourceVersion ?? '', {
      namespace: 'a',
    });
    await settle();
    expect(cache.store.has('a/3')).toBe(true);
    await cluster.grant('b');
    await cluster.clock.advance(60_000);
    await cache.ready();
    expect(keys(cache)).toEqual(['a/1', 'a/2', 'a/3', 'b/1']);
  });
});

test('names that never come ask for nothing', async () => {
  const cache = cacheOf(NEVER);
  await cluster.clock.advance(60_000);
  expect(cluster.asked).toEqual([]);
  await cache.close();
});
