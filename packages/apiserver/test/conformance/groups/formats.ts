import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

// What is sent in and asked for in other forms than JSON, other verbs than a path has, and paths that are none.
export const group: Group = async (t) => {
  const at = t.at('configmaps');
  const yaml = { headers: { 'content-type': 'application/yaml' } };
  const accept = (type: string): { headers: Record<string, string> } => ({ headers: { accept: type } });
  await t.post(at, 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata: {k: v}\n', yaml);
  await t.post(at, 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: b}\ndata: {k: 1}\n', yaml);
  await t.put(`${at}/a`, 'metadata: {name: a}\ndata: {k: w}\n', yaml);
  await t.delete(`${at}/missing`, 'propagationPolicy: Background\n', yaml);
  await t.get(`${at}/a`, {}, accept('application/yaml'));
  await t.get(`${at}/missing`, {}, accept('application/yaml'));
  for (const type of [
    'application/xml',
    'text/*',
    '*/*',
    'application/json;q=0.1',
    'application/json;as=Table;g=meta.k8s.io;v=v2',
    'application/json;as=Table;v=v1;g=other',
    'application/json;as=Table;v=v1;g=meta.k8s.io, application/json',
    'application/cbor',
  ])
    await t.get(
      `${at}/a`,
      {},
      { ...accept(type), only: ['kind', 'apiVersion', 'metadata', 'message', 'reason', 'code'] },
    );
  await t.get(at, { watch: 1, timeoutSeconds: 1 }, accept('application/xml'));
  for (const type of [
    'application/xml',
    'application/json; charset=utf-8',
    'application/x-www-form-urlencoded',
    'APPLICATION/JSON',
  ])
    await t.post(at, configMap('typed'), { headers: { 'content-type': type }, query: { dryRun: 'All' } });
  for (const type of ['application/json', 'application/yaml', 'application/xml', ''])
    await t.send('PATCH', `${at}/a`, { body: {}, headers: { 'content-type': type } });
  for (const path of [
    at,
    `${at}/a`,
    `${at}/missing`,
    '/version',
    '/healthz',
    '/nothing',
    '/apis',
    '/apis/nothing.io/v1/things',
  ])
    await t.send('HEAD', path);
  await t.send('PUT', '/api/v1/nodes', { body: {} });
  await t.send('POST', '/api/v1/pods', { body: {} });
  await t.send('DELETE', '/api/v1/pods');
  await t.send('DELETE', '/api/v1/namespaces');
  await t.send('DELETE', t.at('services'));
  await t.send('PATCH', '/api/v1/nodes', { body: {} });
  await t.send('POST', `${at}/a/status`, { body: {} });
  await t.send('POST', '/healthz');
  await t.send('DELETE', '/api/v1');
  await t.send('POST', `/api/v1/watch/namespaces/${t.namespace}/configmaps`, { body: {} });
  for (const path of [
    `/api/v1/namespaces/${t.namespace}/pods/a/nothing`,
    '/api/v1/pods/a',
    '/apis/apps',
    '/apis/apps/',
    '/apis/nothing',
    '/apis//v1',
    '/openapi',
    '/metricsx',
    '/api/v1/namespaces/a/b/c/d/e',
    '/apis/batch/v1beta1/cronjobs',
    '/healthz/nothing',
    '/readyz/nothing',
  ])
    await t.get(path);
};
