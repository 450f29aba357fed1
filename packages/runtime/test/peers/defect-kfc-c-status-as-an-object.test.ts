// A peer gives the Status of an ERROR event to the program as if it were an object of the watch.

import { expect, test } from '@jest/globals';
import { settle, VirtualClock } from '@kube-rx/core';
import { watcher } from '../../src/watcher/watcher.ts';
import { frame, listBody } from '../support/objects.ts';
import { Feed, ScriptedServer } from '../support/script.ts';

test('a Status is never told as an object', async () => {
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: { name: 'x', resourceVersion: '11' },
    code: 500,
  };
  const feed = new Feed().push(frame('ERROR', status), frame('ADDED', status));
  const server = new ScriptedServer([listBody(10, []), feed, new Feed()]);
  const told: string[] = [];
  const subscription = watcher(server, { clock: new VirtualClock(), initialState: 'list' }).subscribe(
    ({ type }) => told.push(type),
  );
  await settle();
  expect(told).toEqual(['Init', 'InitDone', 'Interrupted']);
  subscription.unsubscribe();
});
