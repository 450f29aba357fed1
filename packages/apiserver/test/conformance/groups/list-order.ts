import type { Group } from '../session.ts';
import { container, deployment, podSpec, service } from '../workloads.ts';

// In which order the items of a list stand after a strategic merge, and after an apply.
export const group: Group = async (t) => {
  const only = ['spec'];
  const services = t.at('services');
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  const port = (name: string, number: number, more: object = {}): object => ({ name, port: number, ...more });
  const three = [port('a', 1), port('b', 2), port('c', 3)];
  await t.post(services, service('strategic', { ports: three }), { only });
  const ports = async (patch: object): Promise<unknown> =>
    await t.strategic(`${services}/strategic`, { spec: patch }, { only });
  await ports({ ports: [port('d', 4)] });
  await ports({ ports: [port('e', 5), port('c', 3, { targetPort: 33 }), port('f', 6)] });

  const order = (...numbers: readonly number[]): object => ({
    '$setElementOrder/ports': numbers.map((number) => ({ port: number })),
  });
  await ports(order(6, 5, 4, 3, 2, 1));
  await ports(order(1, 3));
  await ports({ ...order(9, 2, 4), ports: [port('i', 9), { $patch: 'delete', port: 3 }] });
  await ports({ ...order(1, 9), ports: [port('j', 10)] });
  await ports({ ...order(1, 1), ports: [] });
  await ports({ ports: [{ $patch: 'replace' }, port('z', 20), port('y', 19)] });
  await ports({ ports: [port('x', 19, { protocol: 'UDP' })] });
  await ports({ ports: [port('w', 21, { protocol: 'UDP' }), port('v', 18)] });
  await ports({ externalIPs: ['9.9.9.9'], loadBalancerSourceRanges: [] });
  await ports({ externalIPs: ['8.8.8.8', '9.9.9.9'] });

  const env = (...names: readonly string[]): object[] => names.map((name) => ({ name, value: name }));
  const mount = (name: string, mountPath: string): object => ({ name, mountPath });
  const volumes = ['v', 'w'].map((name) => ({ name, emptyDir: {} }));
  const template = (spec: object): object => ({
    template: { metadata: { labels: { app: 'a' } }, spec: podSpec(spec) },
  });
  const whole = template({
    containers: [
      container('a', { env: env('A', 'B', 'C'), volumeMounts: [mount('v', '/v'), mount('w', '/w')] }),
      container('b', { ports: [{ containerPort: 1 }, { containerPort: 2 }], args: ['x', 'y'] }),
      container('c'),
    ],
    tolerations: [{ key: 'a', operator: 'Exists' }],
    imagePullSecrets: [{ name: 'p' }, { name: 'q' }],
    volumes,
  });
  await t.post(deployments, deployment('strategic', whole), { only });
  const pod = async (patch: object): Promise<unknown> =>
    await t.strategic(`${deployments}/strategic`, { spec: { template: { spec: patch } } }, { only });
  const names = (...list: readonly string[]): object[] => list.map((name) => ({ name }));
  await pod({ containers: [container('d'), { name: 'b', image: 'j' }] });
  await pod({ '$setElementOrder/containers': names('d', 'c', 'b', 'a') });
  await pod({
    '$setElementOrder/containers': names('a', 'e', 'b'),
    containers: [container('e'), { name: 'a', '$setElementOrder/env': names('C', 'D', 'A'), env: env('D') }],
  });
  await pod({ containers: [{ name: 'a', env: [{ name: 'B', $patch: 'delete' }, ...env('Z', 'A')] }] });
  await pod({
    containers: [
      {
        name: 'a',
        '$setElementOrder/volumeMounts': [{ mountPath: '/w' }, { mountPath: '/x' }, { mountPath: '/v' }],
        volumeMounts: [mount('v', '/x')],
      },
    ],
  });
  await pod({ containers: [{ name: 'b', ports: [{ containerPort: 3 }, { containerPort: 1, name: 'p' }] }] });
  await pod({ containers: [{ name: 'b', args: ['z'] }] });
  await pod({ tolerations: [{ key: 'b', operator: 'Exists' }] });
  await pod({ '$setElementOrder/imagePullSecrets': names('q', 'r', 'p'), imagePullSecrets: names('r') });
  await pod({
    volumes: [{ name: 'w', emptyDir: null, configMap: { name: 'm' }, $retainKeys: ['name', 'configMap'] }],
  });
  await t.strategic(
    `${deployments}/strategic`,
    { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
    { only },
  );
  const finalizers = async (metadata: object): Promise<unknown> =>
    await t.strategic(`${deployments}/strategic`, { metadata }, { note: JSON.stringify(metadata) });
  await finalizers({ finalizers: ['x.io/b', 'x.io/a'] });
  await finalizers({ finalizers: ['x.io/c', 'x.io/a'] });
  await finalizers({ '$setElementOrder/finalizers': ['x.io/c', 'x.io/a', 'x.io/b'] });
  await finalizers({ '$deleteFromPrimitiveList/finalizers': ['x.io/a'] });
  await finalizers({ '$deleteFromPrimitiveList/finalizers': ['x.io/b', 'x.io/c'] });

  const applied = async (manager: string, list: readonly object[]): Promise<unknown> =>
    await t.apply(
      `${services}/applied`,
      { apiVersion: 'v1', kind: 'Service', metadata: { name: 'applied' }, spec: { ports: list } },
      { query: { fieldManager: manager, force: true }, only },
    );
  await applied('one', [port('c', 3), port('a', 1), port('b', 2)]);
  await applied('one', [port('b', 2), port('a', 1), port('c', 3)]);
  await applied('two', [port('e', 5), port('a', 1), port('d', 4)]);
  await applied('one', [port('f', 6), port('c', 3), port('g', 7), port('b', 2)]);
  await applied('two', [port('d', 4), port('x', 1, { protocol: 'UDP' })]);
  await applied('one', [port('g', 7), port('d', 4)]);

  const appliedPod = async (manager: string, spec: object): Promise<unknown> =>
    await t.apply(`${deployments}/applied`, deployment('applied', template(spec)), {
      query: { fieldManager: manager, force: true },
      only,
    });
  await appliedPod('one', {
    containers: [container('c', { env: env('B', 'A') }), container('a', { args: ['x', 'y'] })],
    imagePullSecrets: names('q', 'p'),
    volumes,
  });
  await appliedPod('two', {
    containers: [container('b'), container('a'), container('c', { env: env('C', 'A') })],
  });
  await appliedPod('one', {
    containers: [
      container('a', { args: ['y'] }),
      container('d'),
      container('c', { env: env('A', 'Z', 'B') }),
    ],
    imagePullSecrets: names('r', 'p'),
    volumes: volumes.toReversed(),
  });
  await appliedPod('two', { containers: [container('e'), container('c')] });
  for (const path of [`${services}/strategic`, `${services}/applied`, `${deployments}/strategic`])
    await t.delete(path, undefined, { quiet: true });
};
