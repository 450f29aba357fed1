// Tables of what is only asked or done, which has no columns.

import type { Session } from '../session.ts';

export async function group(t: Session): Promise<void> {
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const spec = { containers: [{ name: 'c', image: 'i' }] };
  await t.post(t.at('pods'), { metadata: { name: 'p' }, spec }, { quiet: true });
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } };
  await t.post(t.at('pods', 'p/eviction'), eviction, { headers });
  const binding = { metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } };
  await t.post(t.at('pods', 'p/binding'), binding, { headers });
  await t.post(t.at('bindings'), binding, { headers });
  await t.post(t.at('serviceaccounts', 'none/token'), {}, { headers });
  const nonResourceAttributes = { path: '/', verb: 'get' };
  for (const plural of ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'])
    await t.post(`/apis/authorization.k8s.io/v1/${plural}`, { spec: { nonResourceAttributes } }, { headers });
  await t.post('/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token: 'x' } }, { headers });
  const either = { accept: `${headers.accept},application/json` };
  await t.post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { headers: either, only: ['kind'] });
}
