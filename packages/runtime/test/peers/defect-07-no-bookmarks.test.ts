// A peer asks for no bookmarks, so that on a quiet resource its version grows old, and a 410 makes it list anew.

import { expect, test } from '@jest/globals';
import { Api, Client } from '@kube-rx/client';
import { readBody, settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { ConfigMaps, configMap, frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

test('a watch asks for bookmarks', async () => {
  const queries: string[] = [];
  const client = new Client((request) => {
    queries.push(request.query.map(([name, value]) => `${name}=${value}`).join('&'));
    const headers = { 'content-type': 'application/json' };
    return Promise.resolve({ status: 200, headers, body: new Feed().end() });
  });
  await readBody(await Api.all(client, ConfigMaps).openWatch({ resourceVersion: '7' }));
  expect(queries).toEqual([expect.stringContaining('allowWatchBookmarks=true')]);
});

test('the next watch begins at the last bookmark', async () => {
  const mark = frame('BOOKMARK', { ...configMap('', 900) });
  const server = new ScriptedServer([listBody(10, []), new Feed().push(mark).end(), new Feed()]);
  const clock = new VirtualClock();
  await using cache = reflector(server, { clock, initialState: 'list' });
  await settle();
  await clock.advance(45_000);
  expect(server.requests).toEqual(['list', 'watch 10', 'watch 900']);
  expect(cache.store.resourceVersion).toBe('900');
});
