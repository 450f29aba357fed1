// Values of a wrong type, and nulls.

import { deployment, deployments, lease, leases, pod, role, roles } from '../odd-objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const post = (body: object): Promise<unknown> => t.post(leases(t), body);
  await post(lease('w', 'text'));
  await post(lease('w', []));
  await post(lease('w', { leaseTransitions: 'x' }));
  await post(lease('w', { leaseTransitions: 1.5 }));
  await post(lease('w', { leaseTransitions: 3_000_000_000 }));
  await post(lease('w', { leaseTransitions: true }));
  await post(lease('w', { holderIdentity: 7 }));
  await post(lease('w', { holderIdentity: {} }));
  await post(lease('w', { holderIdentity: ['x'] }));
  await post(lease('w', { renewTime: 'yesterday' }));
  await post(lease('w', { renewTime: 7 }));
  await post(lease('w', { foo: 1, leaseTransitions: 'x' }));
  await t.post(roles(t), role('w', {}));
  await t.post(roles(t), role('w', ['x']));
  await t.post(roles(t), role('w', [{ verbs: 'get' }]));
  await t.post(roles(t), role('w', [{ verbs: [1] }]));
  const pods = (body: object): Promise<unknown> => t.post(t.at('pods'), body);
  await pods(pod('w', {}, { hostNetwork: 'yes' }));
  await pods(pod('w', {}, { nodeSelector: { a: 1 } }));
  await pods(pod('w', {}, { nodeSelector: [] }));
  await pods(pod('w', {}, { containers: 'x' }));
  await pods(pod('w', {}, { containers: {} }));
  await pods(pod('w', {}, { containers: ['x'] }));
  await pods(pod('w', {}, { activeDeadlineSeconds: 'x' }));
  await pods(pod('w', { image: 1 }));
  await pods(pod('w', { ports: [{ containerPort: '80' }] }));
  await pods(pod('w', { env: [{ name: 'A', value: 1 }] }));
  await pods(pod('w', { resources: { limits: { cpu: {} } } }));
  await pods(pod('w', { resources: { limits: { cpu: 'x' } } }));
  await pods(pod('w', { resources: { limits: [] } }));
  await pods(pod('w', { livenessProbe: { httpGet: { port: true } } }));
  await pods(pod('w', { livenessProbe: { httpGet: { port: {} } } }));
  await pods(pod('w', { livenessProbe: { httpGet: { port: 1.5 } } }));
  await t.post(t.at('secrets'), { metadata: { name: 'w' }, data: { a: '***' } });
  await t.post(t.at('secrets'), { metadata: { name: 'w' }, data: { a: 1 } });
  await t.post(t.at('configmaps'), { metadata: { name: 'w' }, immutable: 'no' });
  await t.post(deployments(t), deployment('w', { replicas: '2' }));
  await t.post(deployments(t), deployment('w', {}, { spec: { containers: [{ name: 1 }] } }));
  await t.post(deployments(t), deployment('w', {}, { metadata: { labels: { a: 1 } } }));
  await t.post(deployments(t), deployment('w', { strategy: { rollingUpdate: { maxSurge: {} } } }));
  await t.post(leases(t), { ...lease('w'), metadata: { name: 'w', creationTimestamp: 'x' } });
  await t.post(leases(t), { ...lease('w'), metadata: { name: 'w', ownerReferences: [{ controller: 1 }] } });
  await t.post(leases(t), { ...lease('w'), apiVersion: 1 });
  await t.post(leases(t), { ...lease('w'), kind: [] });
  await t.post(leases(t), lease('nulls', { holderIdentity: null, leaseTransitions: null, renewTime: null }));
  await t.post(leases(t), lease('null', null));
  await t.post(
    roles(t),
    role('nulls', [{ verbs: ['get', null], apiGroups: [''], resources: ['x'], resourceNames: null }]),
  );
  await t.post(t.at('configmaps'), { metadata: { name: 'nulls', labels: null }, data: { a: null, b: '1' } });
  await t.post(t.at('configmaps'), { metadata: { name: 'null' }, data: null, foo: null });
  await t.post(
    leases(t),
    lease('times', { renewTime: '2020-01-01T01:00:00.5+01:00', acquireTime: '2020-01-01T00:00:00Z' }),
    { only: ['spec'] },
  );
};
