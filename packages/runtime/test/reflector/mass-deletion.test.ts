import { describe, expect, test } from '@jest/globals';
import { type DynamicObject, VirtualClock } from '@kube-rx/core';
import { modify, reflect } from '../../src/operators/event-operators.ts';
import { type ReflectorOptions, reflector } from '../../src/reflector/reflector.ts';
import { createStore } from '../../src/reflector/store.ts';
import type { StoreOptions } from '../../src/reflector/store-options.ts';
import { watcher } from '../../src/watcher/watcher.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const objects = (count: number): DynamicObject[] =>
  Array.from({ length: count }, (_, index) => configMap(`o-${index}`, index + 1));
const gone = frame('ERROR', { kind: 'Status', code: 410, reason: 'Expired' });

/** A cache of 20 objects that has to list again, and is answered so. */
async function relisted(
  lists: readonly (Uint8Array | Feed)[],
  options: ReflectorOptions<DynamicObject> = {},
) {
  const clock = new VirtualClock();
  const server = new ScriptedServer([
    listBody(100, objects(20)),
    new Feed().push(gone),
    ...lists,
    new Feed(),
  ]);
  const cache = reflector(server, { clock, random: () => 0, initialState: 'list', ...options });
  const sizes = new Set<number>();
  const trouble: string[] = [];
  cache.status$.subscribe(({ lastError }) => lastError && trouble.push(lastError.message));
  await cache.ready();
  cache.changes$.subscribe(() => sizes.add(cache.store.size));
  await clock.advance(45_000);
  const { size } = cache.store;
  await cache.close();
  return { size, sizes: [...sizes], trouble: trouble.at(-1) ?? '', requests: server.requests };
}

describe('a list without most of what was there', () => {
  test('is not believed when the next one has it all', async () => {
    const { size, sizes, requests, trouble } = await relisted([
      listBody(101, []),
      listBody(102, objects(20)),
    ]);
    expect([size, sizes]).toEqual([20, [20]]);
    expect(requests).toEqual(['list', 'watch 100', 'list', 'list', 'watch 102']);
    expect(trouble).toBe(
      'the server listed all but 20 of 20 objects: they were deleted at once, or the answer is wrong',
    );
  });

  test('is not believed because one before it broke off', async () => {
    const half = new Feed().push(listBody(101, objects(20)).subarray(0, -500)).end();
    const { size, sizes, requests } = await relisted([half, listBody(102, []), listBody(103, objects(20))]);
    expect([size, sizes]).toEqual([20, [20]]);
    expect(requests.filter((request) => request === 'list')).toHaveLength(4);
  });

  test('is believed when the next one says the same', async () => {
    const { size, requests } = await relisted([listBody(101, []), listBody(102, objects(1))]);
    expect([size, requests.at(-1)]).toEqual([1, 'watch 102']);
  });

  test('is believed at once where they were made anew under their names', async () => {
    const anew = objects(20).map((_, index) => configMap(`o-${index}`, 110 + index, { uid: `new-${index}` }));
    const { size, requests, trouble } = await relisted([listBody(200, anew)]);
    expect([size, requests.at(-1)]).toEqual([20, 'watch 200']);
    expect(trouble).not.toContain('deleted at once');
  });

  test('is not believed where older objects have their names', async () => {
    const others = objects(20).map((_, index) => configMap(`o-${index}`, index, { uid: `old-${index}` }));
    const { sizes, requests } = await relisted([listBody(101, others), listBody(102, objects(20))]);
    expect([sizes, requests.at(-1)]).toEqual([[20], 'watch 102']);
  });

  test('is believed at once where four fifths of the objects are left, or where that was asked for', async () => {
    expect((await relisted([listBody(101, objects(16))])).size).toBe(16);
    expect((await relisted([listBody(101, objects(12)), listBody(102, objects(20))])).sizes).toEqual([20]);
    expect((await relisted([listBody(101, [])], { confirmMassDeletion: false })).size).toBe(0);
    const limits = { share: 0.1, objects: 1 };
    const careful = await relisted([listBody(101, objects(15)), listBody(102, objects(20))], {
      confirmMassDeletion: limits,
    });
    expect(careful.size).toBe(20);
  });
});

describe('a list without most of what was there, in a store that a watcher is piped to', () => {
  const setUp = (options: StoreOptions<DynamicObject> = {}) => {
    const clock = new VirtualClock();
    const server = new ScriptedServer([
      listBody(100, objects(20)),
      new Feed().push(gone),
      listBody(101, []),
      listBody(102, objects(20)),
      new Feed(),
    ]);
    const { store, writer } = createStore<DynamicObject>(options);
    const sizes = new Set<number>();
    const watching = watcher(server, { clock, random: () => 0, initialState: 'list' })
      .pipe(
        modify((object) => object),
        reflect(writer),
      )
      .subscribe(({ type }) => type === 'InitDone' && sizes.add(store.size));
    return { clock, server, sizes, watching };
  };

  test('is not believed either, also behind other operators', async () => {
    const { clock, server, sizes, watching } = setUp();
    await clock.advance(45_000);
    watching.unsubscribe();
    expect([...sizes]).toEqual([20]);
    expect(server.requests).toEqual(['list', 'watch 100', 'list', 'list', 'watch 102']);
  });

  test('is believed where that was asked for', async () => {
    const { clock, sizes, watching } = setUp({ confirmMassDeletion: false });
    await clock.advance(60_000);
    watching.unsubscribe();
    expect([...sizes]).toEqual([20, 0]);
  });
});
