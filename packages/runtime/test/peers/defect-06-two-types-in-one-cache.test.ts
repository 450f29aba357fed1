// In a peer's cache objects of a list have dates where objects of a watch have texts.

import { expect, test } from '@jest/globals';
import { type DynamicObject, settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const creationTimestamp = '2026-01-02T03:04:05Z';
const dated = (name: string, version: number): DynamicObject => {
  const object = configMap(name, version);
  return { ...object, metadata: { ...object.metadata, creationTimestamp } };
};

test('a time is a text, whether it was listed or watched', async () => {
  const feed = new Feed().push(frame('ADDED', dated('b', 11)));
  const server = new ScriptedServer([listBody(10, [dated('a', 5)]), feed]);
  await using cache = reflector(server, { clock: new VirtualClock(), initialState: 'list' });
  await cache.ready();
  await settle();
  const times = cache.store.list().map(({ metadata }) => metadata.creationTimestamp);
  expect(times).toEqual([creationTimestamp, creationTimestamp]);
});
