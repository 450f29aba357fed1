import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  const cm = (data: object, more: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', ...more },
    data,
  });
  await t.apply(`${at}/a`, cm({ a: '1', b: '2' }), { query: { fieldManager: 'one' } });
  await t.apply(`${at}/a`, cm({ a: '1', b: '2' }), { query: { fieldManager: 'one' } });
  await t.apply(`${at}/a`, cm({ b: '3', c: '4' }), { query: { fieldManager: 'two' } });
  await t.apply(`${at}/a`, cm({ a: '9', b: '3' }), { query: { fieldManager: 'two' } });
  await t.apply(`${at}/a`, cm({ b: '3', c: '4' }), { query: { fieldManager: 'two', force: true } });
  await t.apply(`${at}/a`, cm({ a: '1' }, { labels: { l: '1' } }), { query: { fieldManager: 'one' } });
  await t.apply(`${at}/a`, cm({ c: '4' }), { query: { fieldManager: 'three' } });
  await t.apply(`${at}/a`, cm({}), { query: { fieldManager: 'two' } });
  await t.merge(`${at}/a`, { data: { a: 'patched', z: '1' } }, { query: { fieldManager: 'patcher' } });
  await t.apply(`${at}/a`, cm({ a: '2' }), { query: { fieldManager: 'one' } });
  await t.apply(`${at}/a`, cm({ a: '1' }), { query: { fieldManager: '' } });
  await t.apply(`${at}/a`, cm({ a: '1' }, { managedFields: [{}] }), { query: {} });
  await t.apply(`${at}/a`, { ...cm({}), apiVersion: 'v2' }, { query: {} });
  await t.apply(`${at}/a`, { data: {} }, { query: {} });
  await t.apply(`${at}/other`, cm({}), { query: {} });
  await t.apply(`${at}/a`, cm({ dry: '1' }), { query: { dryRun: 'All' } });
  await t.merge(`${at}/a`, { metadata: { managedFields: [{}] } });
  await t.apply(`${at}/a`, cm({ fresh: '1' }), { query: {} });
  const only = ['metadata'];
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  const deployment = (containers: object[], more: object = {}): object => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', labels: { l: '1' } },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers } },
      ...more,
    },
  });
  const main = {
    name: 'main',
    image: 'i',
    ports: [{ containerPort: 80 }],
    env: [{ name: 'A', value: '1' }],
  };
  await t.apply(`${deployments}/d`, deployment([main]), { only, query: { fieldManager: 'one' } });
  await t.apply(`${deployments}/d`, deployment([{ name: 'side', image: 's' }], { replicas: 2 }), {
    only,
    query: { fieldManager: 'two' },
  });
  await t.apply(`${deployments}/d`, deployment([{ ...main, image: 'j' }]), {
    only,
    query: { fieldManager: 'one' },
  });
  await t.apply(`${deployments}/d`, deployment([{ name: 'main', image: 'k' }]), {
    only,
    query: { fieldManager: 'two' },
  });
  await t.strategic(
    `${deployments}/d`,
    { spec: { template: { spec: { containers: [{ name: 'main', image: 'x' }] } } } },
    { only, query: { fieldManager: 'patcher' } },
  );
  await t.apply(`${deployments}/d`, deployment([main]), { only, query: { fieldManager: 'one' } });
  await t.merge(
    `${deployments}/d/status`,
    { status: { observedGeneration: 1 } },
    { only, query: { fieldManager: 'controller' } },
  );
  const finalized = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'f',
      finalizers: ['example.com/a'],
      ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' }],
    },
  };
  await t.apply(`${at}/f`, finalized, { query: {} });
  await t.merge(`${at}/f`, { metadata: { finalizers: ['example.com/a', 'example.com/b'] } });
  await t.apply(`${at}/f`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'f' } }, { query: {} });
  for (const body of ['', 'null', '[]', 'text', '7', 'true'])
    await t.apply(t.at('configmaps', 'none'), body, { query: {} });
};
