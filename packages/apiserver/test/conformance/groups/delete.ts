import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  const create = (name: string, metadata: object = {}): Promise<unknown> =>
    t.post(at, configMap(name, { metadata: { name, ...metadata } }), { quiet: true });
  await create('a');
  await t.delete(`${at}/a`);
  await t.delete(`${at}/a`);
  await create('b', { finalizers: ['example.com/f'] });
  await t.delete(`${at}/b`);
  await t.delete(`${at}/b`);
  await t.merge(`${at}/b`, { metadata: { finalizers: ['example.com/f', 'example.com/g'] } });
  await t.merge(`${at}/b`, { data: { k: 'v' } });
  await t.merge(`${at}/b`, { metadata: { finalizers: [] } });
  await t.get(`${at}/b`);
  await create('c');
  await t.delete(`${at}/c`, { preconditions: { uid: 'other' } });
  await t.delete(`${at}/c`, { preconditions: { resourceVersion: '1' } });
  await t.delete(`${at}/c`, { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: ['All'] });
  await t.delete(`${at}/c`, undefined, { query: { dryRun: 'All' } });
  await t.delete(`${at}/c`, { propagationPolicy: 'Nonsense' });
  await t.delete(`${at}/c`, { propagationPolicy: 'Orphan', orphanDependents: true });
  await t.delete(`${at}/c`, { propagationPolicy: 'Foreground' });
  await t.get(`${at}/c`);
  await t.delete(`${at}/c`, { propagationPolicy: 'Background' });
  await t.get(`${at}/c`);
  await create('d');
  await t.delete(`${at}/d`, { propagationPolicy: 'Orphan' });
  await t.delete(`${at}/d`, { orphanDependents: false });
  await create('e');
  await t.delete(`${at}/e`, undefined, {
    query: { propagationPolicy: 'Background', gracePeriodSeconds: 0 },
  });
  await create('g');
  await t.delete(`${at}/g`, { gracePeriodSeconds: -5 });
  await create('l1', { labels: { l: '1' } });
  await create('l2', { labels: { l: '1' } });
  await create('l3', { labels: { l: '2' } });
  await t.delete(at, undefined, { query: { labelSelector: 'l=1' } });
  await t.delete(at, { dryRun: ['All'] }, { query: { labelSelector: 'l=2' } });
  await t.get(at, { labelSelector: 'l' });
  await t.delete('/api/v1/namespaces/default');
  await t.delete('/api/v1/namespaces/kube-system');
  await t.delete('/api/v1/namespaces/missing');
};
