import { expect, test } from '@jest/globals';
import { Api } from '@kube-rx/client';
import { controllerReference, type DynamicObject } from '@kube-rx/core';
import { Service } from '@kube-rx/k8s';
import { differences, maskedState } from '../../src/controllers/masked-state.ts';
import { ConfigMap } from '../../src/workload.ts';
import { World } from '../../src/world.ts';

/** What is held in common by worlds of several seeds, where one ConfigMap has a Service. */
async function stateUnder(seed: number, spec: Readonly<Record<string, unknown>> = {}) {
  const world = new World(seed);
  const client = world.direct();
  const owner: DynamicObject = await Api.namespaced(client, ConfigMap, 'default').create({
    metadata: { name: 'a' },
  });
  const ownerReferences = [controllerReference(ConfigMap, owner)];
  await Api.namespaced(client, Service, 'default').create({
    metadata: { name: 'a', ownerReferences },
    spec: { ports: [{ port: 80 }], ...spec },
  });
  const state = await maskedState(world, ConfigMap, [Service]);
  await world.close();
  return state;
}

test('an address that the server has drawn is the same in all worlds', async () => {
  const [one, other] = [await stateUnder(1), await stateUnder(2)];
  expect(one.size).toBe(2);
  expect([...differences(one, other)]).toEqual([]);
});

test.each([
  ['was asked for', { clusterIP: '10.96.0.7' }, { clusterIP: '10.96.0.8' }],
  ['is there, and one that is not', {}, { clusterIP: 'None' }],
])('an address that %s tells worlds apart', async (_what, spec, another) => {
  const found = differences(await stateUnder(1, spec), await stateUnder(2, another));
  expect([...found.keys()]).toContain('services default/a.spec.clusterIP');
});
