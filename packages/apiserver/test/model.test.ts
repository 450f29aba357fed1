// Random writes against a plain Map, with watches that replay what they are told.

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { configMap, configMaps, TestServer, type Watched } from './support/test-server.ts';

type Step = readonly [name: string, action: 'put' | 'label' | 'delete', value: string];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('a', 'a-b', 'a.b', 'b', 'c', 'd'),
  fc.constantFrom('put', 'put', 'label', 'delete'),
  fc.constantFrom('1', '2', '3'),
);

async function write(
  server: TestServer,
  model: Map<string, string>,
  [name, action, value]: Step,
): Promise<void> {
  const known = model.has(name);
  if (action === 'delete') {
    expect((await server.delete(`${configMaps}/${name}`)).status).toBe(known ? 200 : 404);
    model.delete(name);
  } else if (known) {
    await server.patch(`${configMaps}/${name}`, 'merge', {
      metadata: { labels: { v: value } },
      data: { v: value },
    });
    model.set(name, value);
  } else if (action === 'put') {
    await server.post(configMaps, configMap(name, { v: value }, { labels: { v: value } }));
    model.set(name, value);
  }
}

function replay(watch: Watched): Map<string, string> {
  const replica = new Map<string, string>();
  for (const { type, object } of watch.frames) {
    const { name } = object.metadata;
    if (type === 'DELETED') {
      expect(replica.has(name)).toBe(true);
      replica.delete(name);
    } else if (type !== 'BOOKMARK') {
      expect(replica.has(name)).toBe(type === 'MODIFIED');
      replica.set(name, object.data['v'] ?? '');
    }
  }
  return replica;
}

describe('the server', () => {
  test('holds what was written, and tells each watch enough to hold the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.array(step, { maxLength: 40 }),
        async (before, after) => {
          const server = new TestServer();
          const model = new Map<string, string>();
          const fromNothing = await server.watch(configMaps, { allowWatchBookmarks: true });
          for (const one of before) await write(server, model, one);
          const middle = await server.watch(configMaps);
          const selected = await server.watch(configMaps, { labelSelector: 'v in (1,2)' });
          const replayed = await server.watch(configMaps, { resourceVersion: '5' });
          for (const one of after) await write(server, model, one);
          const list = await server.get(configMaps);
          const listed = list.body.items.map(({ metadata, data }): [string, string] => [
            metadata.name,
            data['v'] ?? '',
          ]);
          expect(new Map(listed)).toEqual(model);
          for (const watch of [fromNothing, middle, replayed]) {
            await watch.seen();
            expect(replay(watch)).toEqual(model);
          }
          await selected.seen();
          expect(replay(selected)).toEqual(new Map([...model].filter(([, value]) => value !== '3')));
        },
      ),
      { numRuns: 40 },
    );
  });
});
