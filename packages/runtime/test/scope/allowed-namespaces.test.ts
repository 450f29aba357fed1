import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DynamicObject, settle } from '@kube-rx/core';
import { type Reflector, reflector } from '../../src/reflector/reflector.ts';
import { Cluster } from '../support/cluster.ts';

let cluster: Cluster;
const caches: AsyncDisposable[] = [];
const probeInterval = 300_000;

beforeEach(async () => {
  cluster = new Cluster(['a', 'b', 'c']);
  await cluster.add('a/1', 'a/2', 'b/1', 'default/1');
});

afterEach(async () => {
  for (const cache of caches.splice(0)) await cache[Symbol.asyncDispose]();
  await cluster[Symbol.asyncDispose]();
});

function allowed(): Reflector<DynamicObject> {
  const { clock } = cluster;
  const cache = reflector(cluster.janes, { namespaces: 'allowed', clock, random: () => 0.5 });
  caches.push(cache);
  return cache;
}

const keys = (cache: Reflector<DynamicObject>): string[] => [...cache.store.keys()].sort();
const everything = ['a/1', 'a/2', 'b/1', 'default/1'];

function scopeOf(cache: Reflector<DynamicObject>): object {
  const { kind, namespaces, refused } = cache.status.scope ?? {};
  return {
    kind,
    namespaces: [...(namespaces?.keys() ?? [])].sort(),
    refused: [...(refused?.keys() ?? [])].sort(),
  };
}

describe('a cache of what is allowed', () => {
  test('is of the whole cluster, by one watch, where that is allowed', async () => {
    await cluster.grant();
    const cache = allowed();
    await cache.ready();
    expect(keys(cache)).toEqual(everything);
    expect(scopeOf(cache)).toEqual({ kind: 'cluster', namespaces: [], refused: [] });
    expect(new Set(cluster.asked.map((line) => line.split(' ')[1]))).toEqual(new Set(['*']));
  });

  test('is else of each namespace that is allowed, and tells why it is not of the others', async () => {
    await cluster.grantNamespaces();
    await cluster.grant('a');
    await cluster.grant('c');
    const cache = allowed();
    await cache.ready();
    expect(keys(cache)).toEqual(['a/1', 'a/2']);
    const { scope, synced, lastError } = cache.status;
    expect(scopeOf(cache)).toMatchObject({ kind: 'namespaces', namespaces: ['a', 'c'] });
    expect(scope?.reason).toContain('at the cluster scope');
    expect(scope?.refused.get('b')).toContain('in the namespace "b"');
    expect([synced, lastError]).toEqual([true, undefined]);
    await cluster.add('c/1');
    await settle();
    expect(keys(cache)).toEqual(['a/1', 'a/2', 'c/1']);
  });

  test('tells that namespaces which come are not seen, for as long as that is so', async () => {
    await cluster.grantNamespaces();
    await cluster.grant('a');
    const cache = allowed();
    await cache.ready();
    const fault = { type: 'status', code: 500, message: 'etcd is away' } as const;
    const broken = cluster.server.faults.inject({ resource: 'namespaces', fault });
    // By then the server has ended the watch.
    await cluster.clock.advance(600_000);
    expect(cache.status.lastError?.message).toContain('etcd is away');
    expect(scopeOf(cache)).toMatchObject({ kind: 'namespaces', namespaces: ['a'] });
    broken.remove();
    await cluster.clock.advance(60_000);
    expect(cache.status.lastError).toBeUndefined();
  });

  test('is of the namespace of the kubeconfig where namespaces are secret', async () => {
    await cluster.grant('default');
    const cache = allowed();
    await cache.ready();
    expect(keys(cache)).toEqual(['default/1']);
    expect(cache.status.scope?.reason).toMatch(
      /configmaps.*at the cluster scope.*namespaces.*at the cluster scope/,
    );
  });

  test('is off where nothing is allowed, and says so rather than being empty', async () => {
    const cache = allowed();
    await settle();
    expect(scopeOf(cache)).toEqual({ kind: 'off', namespaces: [], refused: ['default'] });
    expect(cache.status).toMatchObject({ phase: 'waiting', synced: false });
    const failed = expect(cache.ready({ timeout: 1000 })).rejects.toThrow(/not ready .*at the cluster scope/);
    const waits = expect(cache.waitForResourceVersion('1', { timeout: 1000 })).rejects.toThrow(/not reached/);
    await cluster.clock.advance(1000);
    await Promise.all([failed, waits]);
    await cluster.grant('default');
    await cluster.clock.advance(probeInterval);
    await cache.ready();
    expect(keys(cache)).toEqual(['default/1']);
  });

  test('grows as more is allowed, without losing what it has', async () => {
    await cluster.grantNamespaces();
    await cluster.grant('a');
    const cache = allowed();
    await cache.ready();
    const told: string[] = [];
    cache.store.observe(({ type, key }) => told.push(`${type} ${key}`));
    await cluster.grant('b');
    await cluster.clock.advance(probeInterval);
    await settle();
    expect(keys(cache)).toEqual(['a/1', 'a/2', 'b/1']);
    await cluster.grant();
    await cluster.clock.advance(probeInterval);
    await settle();
    expect(keys(cache)).toEqual(everything);
    expect(scopeOf(cache)).toEqual({ kind: 'cluster', namespaces: [], refused: [] });
    expect(told).toEqual(['added b/1', 'added default/1']);
    cluster.asked.length = 0;
    await cluster.clock.advance(2 * probeInterval);
    expect(new Set(cluster.asked.map((line) => line.split(' ')[1]))).toEqual(new Set(['*']));
  });

  test('shrinks when less is allowed, but not by a refusal that passes', async () => {
    await cluster.grant();
    await cluster.grant('a');
    await cluster.grantNamespaces();
    const cache = allowed();
    await cache.ready();
    const told: string[] = [];
    cache.store.observe(({ type, key, leftScope }) => told.push(`${type} ${key} ${leftScope}`));
    cluster.server.faults.inject({
      fault: { type: 'status', code: 403, reason: 'Forbidden' },
      verbs: ['watch'],
      times: 2,
    });
    cluster.server.restart({ keepHistory: true });
    await cluster.clock.advance(120_000);
    expect(scopeOf(cache)).toMatchObject({ kind: 'cluster' });
    expect(told).toEqual([]);
    await cluster.revoke();
    cluster.server.restart();
    await cluster.clock.advance(240_000);
    expect(scopeOf(cache)).toEqual({
      kind: 'namespaces',
      namespaces: ['a'],
      refused: ['b', 'c', 'default', ...systems],
    });
    expect(keys(cache)).toEqual(['a/1', 'a/2']);
    expect(told.sort()).toEqual(['deleted b/1 true', 'deleted default/1 true']);
  });
});

const systems = ['kube-node-lease', 'kube-public', 'kube-system'];
