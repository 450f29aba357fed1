// A defect of another client's server-side apply: whatever program applied, the manager of its fields was "pepr", so that
// two programs took each other's fields away.

import { expect, test } from '@jest/globals';
import { formatTarget } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { ok, script } from '../support/script.ts';
import { Pod, pod } from '../support/tokens.ts';

test('an apply is by the manager that its caller names, and by no other', async () => {
  const scripted = script(ok(pod('web-0')), ok(pod('web-0')));
  const pods = Api.namespaced(new Client(scripted.service), Pod, 'shop');
  await pods.apply('web-0', {}, { fieldManager: 'shop' });
  await pods.status.apply('web-0', {}, { fieldManager: 'bakery' });
  expect(scripted.requests.map(formatTarget)).toEqual([
    expect.stringContaining('?fieldManager=shop'),
    expect.stringContaining('/status?fieldManager=bakery'),
  ]);
  // @ts-expect-error a manager must be named
  await expect(pods.apply('web-0', {}, {})).rejects.toThrow('cannot be applied without a fieldManager');
  expect(scripted.requests.length).toBe(2);
});
