// An older release of a peer, which others still use, lists a thousand times a second while the answer is 410, and
// watches a thousand times a second while watches end at once; a connection that is half open hangs for ever.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { reflector } from '../../src/reflector/reflector.ts';
import { configMap, frame, listBody } from '../support/objects.ts';
import { type Answer, Feed, ScriptedServer } from '../support/script.ts';

const gone = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code: 410,
  reason: 'Expired',
  message: 'gone',
};

test.each<[string, () => Answer]>([
  ['ends at once', () => new Feed().end()],
  ['is gone', () => new Feed().push(frame('ERROR', gone))],
  ['is reset', () => new Feed().end(new Error('reset'))],
])('a watch that %s makes no storm of requests', async (_what, watch) => {
  const server = new ScriptedServer([]);
  server.answerWith((request, count) => (request === 'list' ? listBody(10 + count, []) : watch()));
  const clock = new VirtualClock();
  await using cache = reflector(server, { clock, initialState: 'list' });
  await settle();
  await clock.advance(5000);
  expect(server.requests.length).toBeLessThan(30);
  expect(cache.status.synced).toBe(true);
});

test('a connection that is half open is given up half a minute after a bookmark is due', async () => {
  const mark = frame('BOOKMARK', configMap('', 11));
  const [dead, open] = [new Feed().push(mark), new Feed()];
  const server = new ScriptedServer([listBody(10, []), dead, open]);
  const clock = new VirtualClock();
  await using cache = reflector(server, { clock, initialState: 'list' });
  await settle();
  await clock.advance(89_000);
  expect(server.requests).toEqual(['list', 'watch 10']);
  await clock.advance(4000);
  expect(dead.released).toBe(true);
  expect(server.requests).toEqual(['list', 'watch 10', 'watch 11']);
  expect(cache.status).toMatchObject({ phase: 'live', attempt: 0 });
});
