// The finalizers of a namespace, which have a path of their own, and what a namespace that ends still takes.

import type { Group } from '../session.ts';
import { named, pod } from '../workloads.ts';

export const group: Group = async (t) => {
  const name = `${t.namespace}-x`;
  const at = `/api/v1/namespaces/${name}`;
  const finalize = `${at}/finalize`;
  const made = await t.post('/api/v1/namespaces', { metadata: { name, labels: { l: '1' } } });
  const namespace = (metadata: object, ...finalizers: readonly string[]): object => ({
    ...named('v1 Namespace', name, { finalizers }),
    metadata: { name, ...metadata },
  });
  const more = ['kubernetes', 'example.com/f'];
  await t.put(finalize, namespace({ labels: { l: '2' } }, ...more), {
    query: { dryRun: 'All' },
    note: 'dry',
  });
  await t.get(at);
  await t.put(finalize, namespace({ labels: { l: '2' } }, ...more), { query: { fieldManager: 'tester' } });
  await t.put(finalize, namespace({}, 'plain'));
  await t.put(finalize, namespace({}, 'a b/c'));
  await t.put(finalize, { ...namespace({}, ...more), status: { phase: 'Terminating' } });
  await t.put(finalize, namespace({ resourceVersion: '1' }, ...more));
  await t.put(finalize, namespace({ uid: 'other' }, ...more));
  await t.put(finalize, named('v1 Namespace', 'another'));
  await t.put(finalize, namespace({ labels: { 'a b': 'c' } }, ...more));
  await t.get(finalize);
  await t.merge(finalize, { spec: { finalizers: [] } });
  await t.post(finalize, namespace({}, ...more));
  await t.put('/api/v1/namespaces/nowhere/finalize', named('v1 Namespace', 'nowhere'));

  const held = { ...pod('p'), metadata: { name: 'p', finalizers: ['example.com/f'] } };
  await t.post(`${at}/pods`, held, { quiet: true });
  await t.post(`${at}/serviceaccounts`, named('v1 ServiceAccount', 'a'), { quiet: true });
  await t.delete(at, undefined, { only: ['spec', 'status'] });
  await t.heard(1_000);
  const binding = { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } };
  await t.post(`${at}/pods/p/binding`, binding);
  await t.post(`${at}/bindings`, binding);
  await t.post(`${at}/pods/p/eviction`, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: 'p' },
  });
  await t.merge(`${at}/pods/p/status`, { status: { message: 'm' } }, { only: ['kind'] });
  await t.post(`${at}/configmaps`, { metadata: { generateName: 'g-' } });
  await t.post(`${at}/configmaps`, { metadata: {} });
  await t.post(`${at}/configmaps`, named('v1 ConfigMap', 'c'), { query: { dryRun: 'All' } });
  await t.apply(`${at}/configmaps/c`, named('v1 ConfigMap', 'c'));
  await t.post(
    `/apis/authorization.k8s.io/v1/namespaces/${name}/localsubjectaccessreviews`,
    { spec: { user: 'u', resourceAttributes: { namespace: name, verb: 'get', resource: 'pods' } } },
    { only: ['kind'] },
  );
  await t.put(finalize, namespace({ uid: made.metadata['uid'] ?? '' }), { only: ['spec', 'status'] });
  await t.get(at);
};
