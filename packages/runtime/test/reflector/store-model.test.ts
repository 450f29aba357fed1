import { fc, test } from '@fast-check/jest';
import { expect } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import { createStore } from '../../src/reflector/store.ts';
import { ObjectWatcherEvent } from '../../src/watcher/event.ts';
import { encoded } from '../support/objects.ts';

// A history of a little server: each step writes or deletes one of five names, sometimes recreating it, and
// sometimes the reader loses the watch and has to list.
const step = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  action: fc.constantFrom('write', 'write', 'recreate', 'delete'),
  lost: fc.boolean(),
  relist: fc.boolean(),
  duplicate: fc.boolean(),
});

interface Stored {
  readonly version: number;
  readonly uid: string;
}

test.prop([fc.array(step, { maxLength: 80 })])(
  'a store equals the server after any history, and its changes replay to the same',
  (steps) => {
    const server = new Map<string, Stored>();
    const replayed = new Map<string, string>();
    const { store, writer } = createStore<DynamicObject>();
    store.observe(({ type, key, object }) => {
      const version = `${object.metadata.uid}@${object.metadata.resourceVersion}`;
      if (type === 'deleted') expect(replayed.delete(key)).toBe(true);
      else {
        expect(replayed.has(key)).toBe(type === 'updated');
        replayed.set(key, version);
      }
    });
    let version = 0;
    const watch = { current: false };
    const relist = (): void => {
      writer.apply({ type: 'Init' });
      for (const [name, stored] of server)
        writer.apply(new ObjectWatcherEvent('InitApply', encoded(name, stored.version, { uid: stored.uid })));
      writer.apply({ type: 'InitDone', resourceVersion: String(version) });
      watch.current = true;
    };
    relist();
    for (const { name, action, lost, relist: again, duplicate } of steps) {
      const held = server.get(name);
      if (lost) watch.current = false;
      if (again && !watch.current) relist();
      version += 1;
      const uid = held && action === 'write' ? held.uid : `${name}-${version}`;
      if (action === 'delete') {
        if (!held) continue;
        server.delete(name);
        if (watch.current)
          writer.apply(new ObjectWatcherEvent('Delete', encoded(name, version, { uid: held.uid })));
        continue;
      }
      server.set(name, { version, uid });
      const event = new ObjectWatcherEvent('Apply', encoded(name, version, { uid }));
      if (watch.current) writer.apply(event);
      if (watch.current && duplicate) writer.apply(event);
    }
    relist();
    const expected = Array.from(server, ([name, stored]) => [
      `shop/${name}`,
      `${stored.uid}@${stored.version}`,
    ]).sort();
    const held = Array.from(store.entries(), ([key, { uid, resourceVersion }]) => [
      key,
      `${uid}@${resourceVersion}`,
    ]);
    expect(held.sort()).toEqual(expected);
    expect([...replayed].sort()).toEqual(expected);
  },
);
