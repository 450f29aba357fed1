// Patches that leave what nobody means: numbers beyond their type, keys that are not there, items that are there twice.

import { configMap } from '../objects.ts';
import type { Ask, Group } from '../session.ts';
import { container, deployment, named } from '../workloads.ts';

const dry = (note: string, more: Ask['query'] = {}): Ask => ({ query: { dryRun: 'All', ...more }, note });
const forced = (note: string): Ask => dry(note, { force: true });
const beyond = [2147483648, -2147483649, 9007199254740993n, 9223372036854775807n, 9223372036854775808n, 1.5];

export const group: Group = async (t) => {
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  await t.post(deployments, deployment('odd'), { quiet: true });
  const odd = `${deployments}/odd`;
  for (const number of beyond) {
    const note = String(number);
    const spec = { minReadySeconds: number };
    await t.put(odd, deployment('odd', spec), dry(note));
    await t.merge(odd, { spec }, dry(note));
    await t.strategic(odd, { spec }, dry(note));
    await t.json(odd, [{ op: 'replace', path: '/spec/minReadySeconds', value: number }], dry(note));
    await t.apply(odd, deployment('odd', spec), forced(note));
    await t.strategic(
      odd,
      { spec: { strategy: { rollingUpdate: { maxSurge: number } } } },
      dry(`surge ${note}`),
    );
  }
  await t.put(odd, JSON.stringify(deployment('odd', { replicas: 'R' })).replace('"R"', '1.0'), dry('1.0'));
  for (const value of [['a'], { a: 1 }, true, 1])
    await t.strategic(
      odd,
      { spec: { template: { metadata: { creationTimestamp: value } } } },
      dry(`a time that is ${JSON.stringify(value)}`),
    );
  await t.put(
    odd,
    deployment('odd', { revisionHistoryLimit: 1.5, strategy: { rollingUpdate: { maxSurge: {} } } }),
    dry('two that are wrong'),
  );

  const labels = {
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels: null }, spec: { containers: [container()] } },
  };
  await t.apply(odd, deployment('odd', labels), forced('no labels'));
  const containers = (...all: readonly object[]): object =>
    deployment('odd', { template: { metadata: { labels: { app: 'a' } }, spec: { containers: all } } });
  await t.apply(odd, containers(container(), container()), forced('a container twice'));
  await t.apply(odd, containers({ image: 'i' }), forced('a container without a name'));
  await t.apply(odd, containers(container('c', { ports: [{}, {}] })), forced('a port twice'));
  await t.apply(odd, containers(container('c', { ports: [] })), forced('no ports'));
  await t.remove(odd);

  const map = t.at('configmaps', 'odd');
  await t.post(t.at('configmaps'), configMap('odd', { data: { a: '1' } }), { quiet: true });
  const finalizers = ['example.com/a', 'example.com/a'];
  await t.apply(
    map,
    { ...configMap('odd'), metadata: { name: 'odd', finalizers } },
    forced('a finalizer twice'),
  );
  await t.json(map, [{ op: 'replace', path: '/data/b', value: '2' }], dry('a key that is not there'));
  await t.json(map, [{ op: 'replace', path: '/binaryData/b', value: '2' }], dry('below what is not there'));
  await t.json(map, [{ op: 'copy', from: '/data/b', path: '/data/c' }], dry('a copy of nothing'));
  await t.json(map, [{ op: 'move', from: '/data/b', path: '/data/c' }], dry('a move of nothing'));
  const listed = { op: 'add', path: '/metadata/finalizers', value: ['example.com/a', 'example.com/b'] };
  await t.json(map, [listed, { op: 'remove', path: '/metadata/finalizers/-1' }], dry('the last item'));
  await t.json(map, [listed, { op: 'remove', path: '/metadata/finalizers/-3' }], dry('before the first'));
  for (const [key, value] of Object.entries({
    generateName: 'a/b',
    deletionTimestamp: '2020-01-01T00:00:00Z',
    deletionGracePeriodSeconds: 3,
    finalizers: ['odd'],
    ownerReferences: [{ apiVersion: '/', kind: 'a', name: 'a', uid: 'a' }],
  }))
    await t.merge(map, { metadata: { [key]: value } }, dry(key));
  await t.remove(map);

  const free = { metadata: { name: 'odd', finalizers: ['odd'] } };
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`;
  await t.post(leases, { ...named('coordination.k8s.io/v1 Lease', 'odd', {}), ...free }, dry('a finalizer'));
  const budgets = `/apis/policy/v1/namespaces/${t.namespace}/poddisruptionbudgets`;
  await t.post(
    budgets,
    { ...named('policy/v1 PodDisruptionBudget', 'odd', { minAvailable: 1 }), ...free },
    dry('a finalizer'),
  );
};
