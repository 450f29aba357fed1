// A peer drops ERROR events of a watch, but for those of code 410, without telling anybody.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { watcher } from '../../src/watcher/watcher.ts';
import { frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

test('an ERROR is told with what the server said, and the watch goes on', async () => {
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: 500,
    reason: 'InternalError',
    message: 'etcd is gone',
  };
  const server = new ScriptedServer([listBody(10, []), new Feed().push(frame('ERROR', status)), new Feed()]);
  const clock = new VirtualClock();
  const told: string[] = [];
  const subscription = watcher(server, { clock, initialState: 'list' }).subscribe((event) => {
    if (event.type === 'Interrupted') told.push(`${event.verdict}: ${event.error.message}`);
  });
  await settle();
  await clock.advance(10_000);
  expect(told).toEqual([expect.stringMatching(/^faulty: .*etcd is gone/)]);
  expect(server.requests).toEqual(['list', 'watch 10', 'watch 10']);
  subscription.unsubscribe();
});
