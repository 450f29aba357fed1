// A peer compares versions as numbers of JavaScript, of which two beyond 2^53 may be the same.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

test('versions beyond 2^53 that differ in the last digit are in order', async () => {
  const [old, next] = ['90071992547409930', '90071992547409931'];
  const data = { state: 'new' };
  const feed = new Feed().push(
    frame('MODIFIED', configMap('a', next, { data })),
    frame('MODIFIED', configMap('a', old)),
  );
  const server = new ScriptedServer([listBody(old, [configMap('a', old)]), feed]);
  await using cache = reflector(server, { clock: new VirtualClock(), initialState: 'list' });
  await cache.ready();
  await settle();
  expect(cache.store.get('shop/a')).toEqual(configMap('a', next, { data }));
  expect(cache.store.resourceVersion).toBe(next);
});
