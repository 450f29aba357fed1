// Defects of another client's object API: it wrote the whole path in lower case, the object's name included, so that
// the ClusterRole "MyRole" was never found; and it wrote into the object that it was given.

import { expect, test } from '@jest/globals';
import { defineResource, type KubeObject } from '@kube-rx/core';
import { Api } from '../../src/api/api.ts';
import { Client } from '../../src/client.ts';
import { ok, script } from '../support/script.ts';

const ClusterRole = defineResource<KubeObject>({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  scope: 'Cluster',
});

function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[])
    if (typeof member === 'object' && member !== null) frozen(member);
  return Object.freeze(value);
}

test('a name keeps its letters in the path of every verb, and no verb writes to what it is given', async () => {
  const role = frozen({ metadata: { name: 'MyRole', uid: 'u', labels: { Tier: 'Front' } }, rules: [] });
  const stored = { ...role, kind: 'ClusterRole' };
  const scripted = script(...Array.from({ length: 7 }, () => ok(stored)));
  const roles = Api.all(new Client(scripted.service), ClusterRole);
  await roles.get('MyRole');
  await roles.create(role);
  await roles.replace('MyRole', role);
  await roles.patch.merge('MyRole', role);
  await roles.apply('MyRole', role, frozen({ fieldManager: 'Shop' }));
  await roles.delete('MyRole');
  await roles.delete(role);
  const paths = scripted.requests.map(({ path }) => path.split('/').at(-1));
  expect(paths).toEqual(['MyRole', 'clusterroles', 'MyRole', 'MyRole', 'MyRole', 'MyRole', 'MyRole']);
});
