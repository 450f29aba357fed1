import type { Group } from '../session.ts';
import { pod } from '../workloads.ts';

// Kinds without stored objects, paths without kinds.
export const group: Group = async (t) => {
  const bindings = t.at('bindings');
  const binding = (name: string, node = 'n'): object => ({
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name },
    target: { kind: 'Node', name: node },
  });
  await t.post(t.at('pods'), pod('a'), { quiet: true });
  await t.post(bindings, binding('none'));
  await t.post(bindings, binding('a', ''));
  await t.post(bindings, binding('a'));
  await t.post(bindings, binding('a'));
  await t.get(bindings);
  await t.get(`${bindings}/a`);
  await t.post('/api/v1/bindings', binding('a'));

  const statuses = '/api/v1/componentstatuses';
  await t.get(statuses, {}, { only: [] });
  await t.get(`${statuses}/etcd-0`);
  await t.get(`${statuses}/none`);
  await t.get(statuses, { fieldSelector: 'metadata.name=etcd-0' });
  await t.get(statuses, { watch: 1 });
  await t.post(statuses, {});
  await t.delete(`${statuses}/etcd-0`);

  for (const path of [
    '//api/v1',
    '/api/v2',
    '/api/v1/',
    '/apis/apps/v2',
    '/apis/none',
    '/apis/none/v1',
    '/apis//v1',
  ])
    await t.get(path, {}, { only: ['kind', 'groupVersion'] });
  for (const path of [`/api/v1/namespaces/${t.namespace}//pods`, '/api//v1/pods', '/apis/apps//deployments'])
    await t.get(path);
  for (const method of ['PUT', 'POST', 'DELETE'] as const) {
    await t.send(method, '/apis', { only: ['kind'] });
    await t.send(method, '/api');
    await t.send(method, '/api/v1');
    await t.send(method, '/apis/apps');
    await t.send(method, '/version', { only: [] });
  }
  for (const path of ['/api/v1', '/apis/autoscaling/v1', '/apis/authorization.k8s.io/v1']) await t.get(path);
  await t.get('/apis/authentication.k8s.io/v1');
  await t.get('/apis/events.k8s.io/v1');
  const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  await t.get('/api', {}, { headers: { accept: aggregated } });
  for (const check of ['healthz', 'livez', 'readyz']) {
    await t.get(`/${check}`, { verbose: true });
    await t.get(`/${check}`, { verbose: true, exclude: 'ping' });
    await t.get(`/${check}`, { verbose: true, exclude: 'nothing' });
    for (const under of ['etcd', 'nothing', 'ping/', '']) await t.get(`/${check}/${under}`);
  }
};
