import { describe, expect, test } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import { InvalidRequestError, settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { JoinedVersions } from '../../src/scope/joined-versions.ts';
import type { ListWatch } from '../../src/watcher/source.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

/** Whether a wait is over. */
function over(wait: Promise<void>): () => Promise<boolean> {
  let isOver = false;
  void wait.then(() => (isOver = true));
  return async () => {
    await settle();
    return isOver;
  };
}

describe('the version of several namespaces', () => {
  test('is the oldest, once each has been listed, and stays known when one joins', () => {
    const versions = new JoinedVersions();
    expect(versions.version).toBeUndefined();
    const [a, b] = [versions.join('a'), versions.join('b')];
    versions.settle(true);
    a.reach('10');
    expect([versions.becomeReady(), versions.version]).toEqual([false, undefined]);
    b.reach('9');
    expect([versions.becomeReady(), versions.version]).toEqual([true, '9']);
    versions.join('c');
    expect(versions.version).toBe('9');
    versions.leave('b');
    expect(versions.version).toBe('10');
  });

  test('is waited for in all of them, those that join meanwhile included', async () => {
    const versions = new JoinedVersions();
    const isOver = over(versions.wait('20', undefined));
    const [a, b] = [versions.join('a'), versions.join('b')];
    a.reach('20');
    b.reach('30');
    expect(await isOver()).toBe(false); // not known yet which namespaces there are
    const c = versions.join('c');
    versions.settle(true);
    expect(await isOver()).toBe(false);
    c.reach('19');
    expect(await isOver()).toBe(false);
    c.reach('21');
    expect(await isOver()).toBe(true);
  });

  test('is not waited for in one that left', async () => {
    const versions = new JoinedVersions();
    versions.settle(true);
    versions.join('a').reach('20');
    versions.join('b');
    const isOver = over(versions.wait('20', undefined));
    expect(await isOver()).toBe(false);
    versions.leave('b');
    expect(await isOver()).toBe(true);
  });

  test('is waited for in one alone, if it is held', async () => {
    const versions = new JoinedVersions();
    versions.settle(true);
    const [a] = [versions.join('a'), versions.join('b')];
    const isOver = over(versions.wait('20', undefined, 'a'));
    expect(await isOver()).toBe(false);
    a.reach('20');
    expect(await isOver()).toBe(true);
    await expect(versions.wait('20', undefined, 'x')).rejects.toBeInstanceOf(InvalidRequestError);
  });

  test('is not waited for longer than the signal wants', async () => {
    const versions = new JoinedVersions();
    const abort = new AbortController();
    const wait = versions.wait('20', abort.signal);
    abort.abort(new Error('enough'));
    await expect(wait).rejects.toThrow('enough');
  });
});

const of = (namespace: string, name: string): DynamicObject => {
  const object = configMap(name, 5);
  return { ...object, metadata: { ...object.metadata, namespace } };
};

function inNamespaces(servers: Record<string, ScriptedServer>): ListWatch<DynamicObject> {
  return Object.assign(new ScriptedServer([]), {
    inNamespace: (namespace: string) => servers[namespace] as ScriptedServer,
  });
}

test('a server that answers for another namespace writes into none', async () => {
  const servers: Record<string, ScriptedServer> = {
    a: new ScriptedServer([
      listBody(10, [of('a', '1'), of('b', 'stray')]),
      new Feed().push(frame('DELETED', of('b', '1'))),
    ]),
    b: new ScriptedServer([listBody(10, [of('b', '1')]), new Feed()]),
  };
  const clock = new VirtualClock();
  await using cache = reflector(inNamespaces(servers), {
    clock,
    namespaces: ['a', 'b'],
    initialState: 'list',
  });
  await cache.ready();
  await settle();
  expect([...cache.store.keys()].sort()).toEqual(['a/1', 'b/1']);
});

test('what a server cannot tell of another namespace keeps nothing that is gone, and marks nothing as stale', async () => {
  const { metadata, ...rest } = of('b', '1');
  const undecodable = { ...rest, metadata: { ...metadata, uid: [] as never } };
  const servers: Record<string, ScriptedServer> = {
    a: new ScriptedServer([
      listBody(10, [of('a', '1'), of('a', '2')]),
      new Feed().push(frame('ERROR', { kind: 'Status', code: 410, reason: 'Expired' })),
      listBody(20, [of('a', '2'), undecodable]),
      new Feed(),
    ]),
    b: new ScriptedServer([listBody(10, [of('b', '1')]), new Feed()]),
  };
  const clock = new VirtualClock();
  await using cache = reflector(inNamespaces(servers), {
    clock,
    random: () => 0,
    namespaces: ['a', 'b'],
    initialState: 'list',
  });
  await cache.ready();
  await clock.advance(5000);
  expect([...cache.store.keys()].sort()).toEqual(['a/2', 'b/1']);
  expect(cache.store.isStale('b/1')).toBe(false);
});
