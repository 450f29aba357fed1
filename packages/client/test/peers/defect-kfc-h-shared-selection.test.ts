// A defect of another client's builder: each step wrote into the selection that all of its calls shared, so that one call
// asked for what another had added.

import { expect, test } from '@jest/globals';
import { formatTarget } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { ok, script } from '../support/script.ts';
import { Pod, podList } from '../support/tokens.ts';

test('a call asks for what it is given, whatever other calls ask for at the same time', async () => {
  const scripted = script(...Array.from({ length: 4 }, () => ok(podList([]))));
  const client = new Client(scripted.service);
  const pods = Api.namespaced(client, Pod, 'shop');
  const labelSelector = { app: ['web'] };
  const options = Object.freeze({ labelSelector: Object.freeze(labelSelector) });
  await Promise.all([
    pods.list(options),
    pods.list({ ...options, fieldSelector: { 'spec.nodeName': 'node-7' } }),
    Api.all(client, Pod).list({ limit: 1 }),
    pods.list(),
  ]);
  expect(scripted.requests.map(formatTarget)).toEqual([
    '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb',
    '/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb&fieldSelector=spec.nodeName%3Dnode-7',
    '/api/v1/pods?limit=1',
    '/api/v1/namespaces/shop/pods',
  ]);
});
