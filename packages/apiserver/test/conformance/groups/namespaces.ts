import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const name = `${t.namespace}-x`;
  const at = `/api/v1/namespaces/${name}`;
  await t.post('/api/v1/namespaces', { metadata: { name } });
  await t.post('/api/v1/namespaces', { metadata: { name } });
  await t.merge(at, { metadata: { labels: { l: '1' } } });
  await t.merge(at, { metadata: { labels: { 'kubernetes.io/metadata.name': null } } });
  await t.merge(at, { spec: { finalizers: [] } });
  await t.post(
    `${at}/configmaps`,
    configMap('a', { metadata: { name: 'a', finalizers: ['example.com/f'] } }),
    { quiet: true },
  );
  await t.delete(at, undefined, { only: ['metadata', 'spec'] });
  await t.post(`${at}/configmaps`, configMap('b'));
  await t.get(
    '/api/v1/namespaces',
    { fieldSelector: `metadata.name=${name}` },
    { only: ['metadata', 'spec'] },
  );
};
