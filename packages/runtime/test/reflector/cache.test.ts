import { describe, expect, test } from '@jest/globals';
import { Cache } from '../../src/reflector/cache.ts';
import { configMap, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

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
});
