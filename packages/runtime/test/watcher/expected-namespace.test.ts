// Something on the way may give out the answer to another request: nothing of another namespace is told, or hides what
// changes in this one.

import { afterEach, describe, expect, test } from '@jest/globals';
import { type DynamicObject, settle, VirtualClock } from '@kube-rx/core';
import { type Reflector, type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function run(
  answers: readonly Answer[],
  { namespace, ...options }: ReflectorOptions<DynamicObject> & { readonly namespace?: string } = {},
): Promise<{
  clock: VirtualClock;
  server: ScriptedServer;
  cache: Reflector<DynamicObject>;
  contents: () => string[];
  errors: string[];
}> {
  const server = Object.assign(new ScriptedServer(answers), namespace === undefined ? {} : { namespace });
  const clock = new VirtualClock();
  const cache = reflector(server, { clock, random: () => 0, initialState: 'list', ...options });
  ends.push(() => cache.close());
  const errors: string[] = [];
  cache.status$.subscribe(({ lastError }) => lastError && errors.push(lastError.message));
  await clock.advance(0);
  const contents = (): string[] => Array.from(cache.store.entries(), ([key]) => key).sort();
  return { clock, server, cache, contents, errors };
}

const elsewhere = (name: string, version: number): DynamicObject => {
  const object = configMap(name, version);
  return { ...object, metadata: { ...object.metadata, namespace: 'elsewhere' } };
};
const bookmark = (version: number): Uint8Array =>
  frame('BOOKMARK', { metadata: { resourceVersion: String(version) } });

describe('an answer of another namespace than was asked for', () => {
  test('is no change, and what its versions hid is read anew', async () => {
    const { clock, server, cache, contents, errors } = await run(
      [
        listBody(10, [configMap('a', 5)]),
        new Feed().push(bookmark(20), frame('MODIFIED', elsewhere('a', 21))),
        listBody(30, [configMap('a', 5), configMap('b', 15)]),
        new Feed(),
      ],
      { namespace: 'shop' },
    );
    await clock.advance(5000);
    expect(errors).toEqual([
      'asked for what is in the namespace shop, but the answer has elsewhere/a: it is the answer to another request',
    ]);
    expect(contents()).toEqual(['shop/a', 'shop/b']);
    expect(cache.status).toMatchObject({ phase: 'live', counters: { violations: 1 } });
    expect(server.requests).toEqual(['list', 'watch 10', 'list', 'watch 30']);
  });

  test('is no initial state, whether it is listed or streamed', async () => {
    const mark = {
      metadata: { resourceVersion: '20', annotations: { 'k8s.io/initial-events-end': 'true' } },
    };
    const wrong: Record<'list' | 'stream', Answer> = {
      list: listBody(20, [elsewhere('c', 5)]),
      stream: new Feed().push(frame('ADDED', elsewhere('c', 5)), frame('BOOKMARK', mark)),
    };
    for (const initialState of ['list', 'stream'] as const) {
      const { cache, contents } = await run([wrong[initialState]], { namespace: 'shop', initialState });
      await settle();
      expect(contents()).toEqual([]);
      expect(cache.status).toMatchObject({ synced: false, counters: { violations: 1 } });
    }
  });

  test('is none where all namespaces were asked for, or the objects do not say', async () => {
    const all = await run([listBody(10, [configMap('a', 5), elsewhere('a', 6)]), new Feed()]);
    expect(all.contents()).toEqual(['elsewhere/a', 'shop/a']);
    const { metadata, ...rest } = configMap('a', 5);
    const silent = { ...rest, metadata: { name: metadata.name, resourceVersion: '5' } };
    const one = await run([listBody(10, [silent]), new Feed()], { namespace: 'shop' });
    expect(one.contents()).toEqual(['a']);
    expect(one.cache.status).toMatchObject({ phase: 'live', counters: { violations: 0 } });
  });
});
