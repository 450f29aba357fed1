import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = t.at('configmaps');
  for (const name of ['ab', 'a0', 'a', 'a.b', 'a-b'])
    await t.post(
      at,
      configMap(name, { metadata: { name, labels: { n: name.length === 1 ? 'one' : 'more' } } }),
      { quiet: true },
    );
  await t.get(at);
  await t.get(at, { resourceVersion: '0', limit: 2 });
  const first = await t.get(at, { limit: 2 });
  const token = first.metadata['continue'] ?? '';
  await t.post(at, configMap('a1'), { quiet: true });
  const second = await t.get(at, { limit: 2, continue: token });
  await t.get(at, { limit: 2, continue: second.metadata['continue'] ?? '' });
  await t.get(at, { continue: token, resourceVersion: first.metadata['resourceVersion'] ?? '' });
  await t.get(at, { continue: token, resourceVersion: '0', limit: 1 });
  await t.get(at, { continue: token, resourceVersionMatch: 'Exact', resourceVersion: '1' });
  await t.get(at, { continue: 'abc' });
  await t.get(at, { continue: '###' });
  await t.get(at, {
    continue: Buffer.from('{"v":"meta.k8s.io/v2","rv":5,"start":"a"}').toString('base64url'),
  });
  await t.get(at, {
    continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":0,"start":"a"}').toString('base64url'),
  });
  await t.get(at, {
    continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":5,"start":""}').toString('base64url'),
  });
  await t.get(at, {
    continue: Buffer.from('{"v":"meta.k8s.io/v1","rv":5,"start":"/../x"}').toString('base64url'),
  });
  const rv = first.metadata['resourceVersion'] ?? '';
  await t.get(at, { resourceVersion: rv, resourceVersionMatch: 'Exact' });
  await t.get(at, { resourceVersion: rv, resourceVersionMatch: 'NotOlderThan', limit: 2 });
  await t.get(at, { resourceVersion: '0', resourceVersionMatch: 'NotOlderThan', limit: 2 });
  await t.get(at, { resourceVersion: rv, limit: 3 });
  await t.get(at, { resourceVersionMatch: 'Exact' });
  await t.get(at, { resourceVersionMatch: 'NotOlderThan' });
  await t.get(at, { resourceVersionMatch: 'Exact', resourceVersion: '0' });
  await t.get(at, { resourceVersionMatch: 'Newest', resourceVersion: '1' });
  await t.get(at, { resourceVersionMatch: 'Newest' });
  await t.get(at, { sendInitialEvents: true });
  await t.get(at, { resourceVersion: 'abc' });
  await t.get(at, { resourceVersion: '-1' });
  await t.get(at, { resourceVersion: '99999999' });
  await t.get(at, { limit: 'abc' });
  await t.get(at, { limit: -1 });
  await t.get(at, { labelSelector: 'n=one' });
  await t.get(at, { labelSelector: 'n in (one),!x' });
  await t.get(at, { labelSelector: 'n!=one', limit: 1 });
  await t.get(at, { labelSelector: 'n notin (one,two)', limit: 4 });
  await t.get(at, { labelSelector: 'a==b==c' });
  await t.get(at, { labelSelector: 'a in b' });
  await t.get(at, { labelSelector: '-a' });
  await t.get(at, { labelSelector: 'a>x' });
  await t.get(at, { fieldSelector: 'metadata.name=a' });
  await t.get(at, { fieldSelector: 'metadata.name!=a,metadata.name!=ab' });
  await t.get(at, { fieldSelector: `metadata.namespace=${t.namespace}`, limit: 1 });
  await t.get(at, { fieldSelector: 'data.k=a' });
  await t.get(at, { fieldSelector: 'nonsense' });
  await t.get(t.at('pods'), { fieldSelector: 'spec.x=1' });
  await t.get(t.at('pods'), { fieldSelector: 'spec.nodeName=,status.phase!=Running' });
  await t.get(t.at('secrets'), { fieldSelector: 'type=Opaque' });
  await t.get('/api/v1/nodes', { fieldSelector: 'spec.x=1' });
  await t.get('/api/v1/nodes', { fieldSelector: 'metadata.namespace=x' });
  await t.get('/api/v1/namespaces/missing/configmaps');
  await t.get(at, { unknown: 'x', timeoutSeconds: 5, limit: 1 });
};
