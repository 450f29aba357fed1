// Listeners that throw, in a process of their own: an uncaught exception would end the process of the tests.

import type { DynamicObject } from '@kube-rx/core';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from './objects.ts';
import { Feed, ScriptedServer } from './script.ts';

const uncaught: string[] = [];
process.on('uncaughtException', (error) => void uncaught.push(error.message));

const told: Record<string, string[]> = { observe: [], changes: [], live: [], key: [] };
const clock = new VirtualClock();
const feed = new Feed();
const cache = reflector<DynamicObject>(new ScriptedServer([listBody(10, []), feed]), {
  clock,
  initialState: 'list',
});
await cache.ready();

// Each listener that throws is between two that do not.
const version = ({ metadata }: DynamicObject): string => String(metadata.resourceVersion);
const listen = (): void => {
  cache.store.observe(({ object }) => told['observe']?.push(version(object)));
  cache.changes$.subscribe(({ object }) => told['changes']?.push(version(object)));
  cache.liveQuery({ throttleMs: 0 }).subscribe((objects) => told['live']?.push(objects.map(version).join()));
  cache
    .watchKey('shop/a')
    .subscribe((state) =>
      told['key']?.push('object' in state ? `${state.type} ${version(state.object)}` : state.type),
    );
};
listen();
cache.store.observe(({ object }) => {
  throw new Error(`of a listener at ${version(object)}`);
});
cache.changes$.subscribe(({ object }) => {
  throw new Error(`of a subscriber at ${version(object)}`);
});
listen();

feed.push(frame('ADDED', configMap('a', 11)), frame('MODIFIED', configMap('a', 12)));
await settle();
feed.push(frame('DELETED', configMap('a', 13)));
await settle();
const { phase } = cache.status;
await cache.close();
// RxJS reports in timers, all of which are over then.
process.once('beforeExit', () =>
  process.stdout.write(JSON.stringify({ told, uncaught, phase, size: cache.store.size })),
);
