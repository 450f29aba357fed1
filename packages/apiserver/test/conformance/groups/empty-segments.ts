import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

// Paths with nothing between two slashes, and those that end where a resource had to follow: what is asked for by them,
// and of whom it is asked.
export const group: Group = async (t) => {
  const own = `/api/v1/namespaces/${t.namespace}`;
  const nobody = { headers: { 'impersonate-user': 'walker' } };
  const listed = ['/api/v1/namespaces//pods', '/api/v1/namespaces/%2Fpods', `${own}/pods//`];
  const ofOwn = { fieldSelector: `metadata.namespace=${t.namespace}` };
  for (const path of listed) await t.get(path, ofOwn, { only: ['kind'] });
  await t.get('/api/v1/namespaces//secrets', { watch: true, timeoutSeconds: 1, fieldSelector: 'type=none' });
  const paths = [
    '/api/v1//pods',
    '/api//v1/pods',
    '/apis//v1/pods',
    '//api/v1/pods',
    `${own}//pods`,
    `${own}/pods//log`,
    `${own}/pods//none`,
    `${own}/pods/a//log`,
    '/api/v1/namespaces//pods/a',
    '/api/v1/namespaces//pods/a/log',
    '/api/v1/namespaces//pods//log',
    '/api/v1/namespaces//nodes',
    '/api/v1/namespaces//status',
    '/api/v1/nodes//status',
    '/api/v1/namespaces//none',
    '/api/v1/namespaces/a%2Fb/pods',
    '/api/v1/proxy/pods',
    '/api/v1/proxy/namespaces/a/pods/b',
    '/api/v1/watch',
    '/api/v1/watch/',
    '/api/v1/proxy',
    '/apis/apps/v1/watch',
    '/apis/apps/watch',
  ];
  for (const path of paths) await t.get(path);
  for (const path of [...listed, ...paths]) {
    await t.get(path, {}, nobody);
    await t.delete(path, undefined, nobody);
  }
  await t.get('/api/v1/watch/', { a: '"<b>' });
  const maps = '/api/v1/namespaces//configmaps';
  await t.post(maps, configMap('a'));
  await t.post(maps, { metadata: { name: 'a', namespace: t.namespace } });
  await t.put(`${maps}/a`, configMap('a'));
  await t.merge(`${maps}/a`, {});
  await t.apply(`${maps}/a`, configMap('a'));
  await t.delete(`${maps}/a`);
  await t.delete(maps);
  await t.post(`${own}/pods//eviction`, {});
  await t.post('/api/v1/namespaces//serviceaccounts/a/token', {});
};
