import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, defineResource, InvalidRequestError } from '@kube-rx/core';
import { Cache } from '../../src/reflector/cache.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import { configMap, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const Secrets = defineResource<DynamicObject>({
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
});

function setUp() {
  const clock = new VirtualClock();
  const server = new ScriptedServer([
    listBody(10, [configMap('a', 5)]),
    new Feed(),
    listBody(10, []),
    new Feed(),
  ]);
  const options = { clock, random: () => 0, initialState: 'list' as const };
  return { clock, server, options, cache: new Cache({ clock, lingerMs: 1000 }) };
}

describe('a cache', () => {
  test('gives everybody who asks for the same the same reflector', async () => {
    const { cache, server, options, clock } = setUp();
    const one = cache.use(server, { ...options, labelSelector: { app: 'web' } });
    const two = cache.use(server, { ...options, labelSelector: 'app=web' });
    await clock.advance(0);
    expect(two.reflector).toBe(one.reflector);
    expect([cache.size, server.requests.length]).toEqual([1, 2]);
    expect(cache.use(server, { ...options, labelSelector: 'app=api' }).reflector).not.toBe(one.reflector);
    expect(cache.size).toBe(2);
    await cache.close();
    expect([cache.size, clock.pending, one.reflector.status.phase]).toEqual([0, 0, 'stopped']);
  });

  test('lets a watch linger that nobody uses, and ends it then', async () => {
    const { cache, server, options, clock } = setUp();
    const first = cache.use(server, options);
    await first.reflector.ready();
    first.release();
    first.release();
    await clock.advance(999);
    expect(first.reflector.status.phase).toBe('live');
    const second = cache.use(server, options);
    expect(second.reflector).toBe(first.reflector);
    await clock.advance(5000);
    expect(second.reflector.status.phase).toBe('live');
    second[Symbol.dispose]();
    await clock.advance(1000);
    expect([second.reflector.status.phase, cache.size]).toEqual(['stopped', 0]);
    const third = cache.use(server, options);
    expect(third.reflector).not.toBe(first.reflector);
    await cache.close();
  });

  test('takes no two selections, namespaces, kinds or servers for the same', async () => {
    const { cache, options } = setUp();
    const client = {};
    const source = (of: Partial<ListWatch<DynamicObject>> = {}): ListWatch<DynamicObject> =>
      Object.assign(new ScriptedServer([], client), of);
    const leases = [
      cache.use(source(), options),
      cache.use(source({ namespace: 'shop' }), options),
      cache.use(source({ namespace: 'team' }), options),
      cache.use(source({ resource: Secrets }), options),
      cache.use(source(), { ...options, labelSelector: 'app' }),
      cache.use(source(), { ...options, labelSelector: '!app' }),
      cache.use(source(), { ...options, fieldSelector: 'metadata.name=app' }),
      cache.use(source(), { ...options, fieldSelector: 'metadata.name!=app' }),
      cache.use(new ScriptedServer([]), options),
    ];
    expect(new Set(leases.map(({ reflector }) => reflector)).size).toBe(leases.length);
    expect(cache.size).toBe(leases.length);
    await cache.close();
  });

  test('takes a selection for the same, in whatever order it is written', async () => {
    const { cache, server, options } = setUp();
    const selectors = (labelSelector: string, fieldSelector: string): unknown =>
      cache.use(server, { ...options, labelSelector, fieldSelector }).reflector;
    expect(selectors('b in (x,y),a', 'metadata.name=a,spec.x!=b')).toBe(
      selectors('a,b in (y,x)', 'spec.x!=b,metadata.name=a'),
    );
    await cache.close();
  });

  test('starts anew what has stopped by itself', async () => {
    const { cache, options, clock } = setUp();
    const forbidden = new Error('forbidden');
    const server = new ScriptedServer([forbidden, listBody(10, [configMap('a', 5)]), new Feed()]);
    const first = cache.use(server, { ...options, stopOn: () => true });
    await expect(first.reflector.ready()).rejects.toThrow('forbidden');
    const second = cache.use(server, options);
    await second.reflector.ready();
    first.release();
    await clock.advance(5000);
    expect([second.reflector.status.phase, cache.size]).toEqual(['live', 1]);
    await cache.close();
  });

  test('is not touched by who releases what it has closed', async () => {
    const { cache, server, options, clock } = setUp();
    const first = cache.use(server, options);
    await cache.close();
    const second = cache.use(server, options);
    const { pending } = clock;
    first.release();
    expect(clock.pending).toBe(pending);
    await clock.advance(5000);
    expect([cache.size, cache.use(server, options).reflector === second.reflector]).toEqual([1, true]);
    await cache.close();
    expect(second.reflector.status.phase).toBe('stopped');
  });

  test('has nothing of what could not be started', () => {
    const { cache, server, options } = setUp();
    expect(() => cache.use(server, { ...options, labelSelector: '=' })).toThrow(InvalidRequestError);
    expect(cache.size).toBe(0);
  });
});
