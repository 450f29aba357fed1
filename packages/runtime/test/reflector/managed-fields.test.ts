import { expect, test } from '@jest/globals';
import type { DynamicObject } from '@kube-rx/core';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

const managed = (object: DynamicObject): DynamicObject => ({
  ...object,
  metadata: { ...object.metadata, managedFields: [{ manager: 'kubectl' }] },
});

test.each([false, true])('a cache has managedFields only if asked for (%s)', async (keepManagedFields) => {
  const feed = new Feed().push(frame('ADDED', managed(configMap('b', 11))));
  const server = new ScriptedServer([listBody(10, [managed(configMap('a', 5))]), feed]);
  const clock = new VirtualClock();
  const cache = reflector(server, { clock, initialState: 'list', keepManagedFields });
  await cache.ready();
  await settle();
  for (const key of ['shop/a', 'shop/b'])
    expect('managedFields' in (cache.store.get(key)?.metadata ?? {})).toBe(keepManagedFields);
  await cache.close();
});
