// Fields that a kind does not have, or that a text has twice.

import {
  deployment,
  deployments,
  lease,
  leases,
  pod,
  role,
  roles,
  strict,
  validations,
} from '../odd-objects.ts';
import type { Group } from '../session.ts';

const only = ['metadata'];

export const group: Group = async (t) => {
  await t.post(leases(t), lease('unknown', { holderIdentity: 'me', foo: 1 }, { bar: { deep: [1] } }));
  for (const fieldValidation of validations)
    await t.post(leases(t), lease(`unknown-${fieldValidation.toLowerCase()}`, { foo: 1 }), {
      query: { fieldValidation },
    });
  await t.get(`${leases(t)}/unknown-ignore`);
  await t.post(leases(t), lease('u', {}, { metadata: { name: 'u', foo: 1, annotation: {} } }), strict);
  await t.post(leases(t), lease('case', { HolderIdentity: 'me', holderidentity: 'you' }));
  await t.post(leases(t), lease('case-strict', { HolderIdentity: 'me' }), strict);
  await t.post(roles(t), role('r', [{ verbs: ['get'], apiGroups: [''], resources: ['pods'], verb: 'x' }]));
  await t.post(roles(t), role('s', [{ verbs: ['get'] }, { verb: 'x', a: 1 }]), strict);
  await t.post(t.at('pods'), pod('p', { imagee: 'i', port: [] }, { container: [], a: 1 }), strict);
  await t.post(t.at('pods'), pod('p', { imagee: 'i', port: [] }, { container: [], a: 1 }), { only });
  await t.post(
    deployments(t),
    deployment('d', { replica: 1 }, { metadata: { labels: { a: 'b' }, label: {} } }),
    strict,
  );
  await t.post(t.at('configmaps'), { metadata: { name: 'bare' }, dat: {} });
  await t.post(t.at('configmaps'), { metadata: { name: 'bare-strict' }, dat: {} }, strict);
  const held = await t.get(`${leases(t)}/unknown`, {}, { quiet: true });
  await t.put(`${leases(t)}/unknown`, { ...held.object, spec: { holderIdentity: 'you', foo: 2 } });
  await t.put(`${leases(t)}/unknown`, { ...held.object, spec: { foo: 2 } }, strict);
  await t.put(`${t.at('pods', 'p')}/status`, pod('p', {}, { foo: 1 }), strict);
  const text = (name: string): string =>
    `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x","name":"${name}"},"data":{"a":"1","a":"2","b":"1"}}`;
  await t.post(t.at('configmaps'), text('duplicate'));
  for (const fieldValidation of validations)
    await t.post(t.at('configmaps'), text(`duplicate-${fieldValidation.toLowerCase()}`), {
      query: { fieldValidation },
    });
  const both =
    '{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"both"},"spec":{"holderIdentity":"a","holderIdentity":"b","foo":1,"foo":2},"spec":{"leaseTransitions":1}}';
  await t.post(leases(t), both);
  await t.post(leases(t), both, strict);
  await t.put(t.at('configmaps', 'duplicate'), text('duplicate'), strict);
  const list =
    '{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"l"},"rules":[{"verbs":["get"]},{"verbs":["a"],"verbs":["b"]}]}';
  await t.post(roles(t), list, strict);
  const yaml = { 'content-type': 'application/yaml' };
  const yamlText = 'metadata:\n  name: yaml\nspec:\n  holderIdentity: a\n  holderIdentity: b\n  foo: 1\n';
  await t.post(leases(t), yamlText, { headers: yaml });
  await t.post(leases(t), yamlText, { headers: yaml, ...strict });
  await t.delete(`${leases(t)}/unknown-warn`, { gracePeriodSeconds: 0, foo: 1 });
  await t.delete(`${leases(t)}/unknown-warn`, { gracePeriodSeconds: 'x' });
  await t.delete(`${leases(t)}/unknown-warn`, { preconditions: 'x' });
  const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const review = { resourceAttributes: { verb: 'get', resource: 'pods', foo: 1 } };
  await t.post(reviews, { spec: review }, { ...strict, only: ['spec'] });
  await t.post(reviews, { spec: review }, { only: ['spec'] });
  await t.post(reviews, { spec: 'x' });
  await t.post(reviews, { spec: { resourceAttributes: { verb: 1 } } });
  await t.post(deployments(t), deployment('scaled', {}), { quiet: true });
  await t.put(`${deployments(t)}/scaled/scale`, { spec: { replicas: 'x' } });
};
