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

test('a server that answers for another namespace writes into none', async () => {
  const of = (namespace: string, name: string): DynamicObject => {
    const object = configMap(name, 5);
    return { ...object, metadata: { ...object.metadata, namespace } };
  };
  const servers: Record<string, ScriptedServer> = {
    a: new ScriptedServer([
      listBody(10, [of('a', '1'), of('b', 'stray')]),
      new Feed().push(frame('DELETED', of('b', '1'))),
    ]),
    b: new ScriptedServer([listBody(10, [of('b', '1')]), new Feed()]),
  };
  const source: ListWatch<DynamicObject> = Object.assign(new ScriptedServer([]), {
    inNamespace: (namespace: string) => servers[namespace] as ScriptedServer,
  });
  const clock = new VirtualClock();
  await using cache = reflector(source, { clock, namespaces: ['a', 'b'], initialState: 'list' });
  await cache.ready();
  await settle();
  expect([...cache.store.keys()].sort()).toEqual(['a/1', 'b/1']);
});
