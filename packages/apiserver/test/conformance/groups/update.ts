import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  const a = await t.post(at, configMap('a', { data: { k: 'v' } }));
  await t.put(`${at}/a`, { ...a.object, data: { k: 'w' } });
  await t.put(`${at}/a`, { ...a.object, data: { k: 'x' } });
  await t.put(`${at}/a`, configMap('a', { data: { k: 'y' } }));
  await t.put(`${at}/a`, configMap('b'));
  await t.put(`${at}/a`, { data: {} });
  await t.put(`${at}/missing`, configMap('missing'));
  await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', namespace: 'other' } }));
  await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', uid: 'other' } }));
  await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', resourceVersion: 'abc' } }));
  await t.put(`${at}/a`, configMap('a', { metadata: { name: 'a', generation: 5, labels: { l: '1' } } }));
  await t.put(
    `${at}/a`,
    configMap('a', { metadata: { name: 'a', creationTimestamp: '2001-01-01T00:00:00Z' } }),
  );
  await t.put(`${at}/a`, configMap('a', { data: { dry: '1' } }), { query: { dryRun: 'All' } });
  await t.put(`${at}/a`, configMap('a', { immutable: true, data: { k: '1' } }));
  await t.put(`${at}/a`, configMap('a', { immutable: true, data: { k: '2' } }));
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' } };
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`;
  await t.put(`${leases}/l`, lease);
  await t.put(`${leases}/l`, lease);
  await t.put(`${leases}/x`, lease);
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'a:b' } };
  await t.put(`/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}/roles/a:b`, role);
};
