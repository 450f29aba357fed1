// The same, in patches.

import { lease, leases, pod, strict, validations } from '../odd-objects.ts';
import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  await t.post(t.at('pods'), pod('p'), { quiet: true });
  const at = `${leases(t)}/patched`;
  await t.post(leases(t), lease('patched', { holderIdentity: 'me' }));
  for (const query of [{}, ...validations.map((fieldValidation) => ({ fieldValidation }))]) {
    await t.merge(at, { spec: { foo: 1, leaseTransitions: 1 } }, { query });
    await t.merge(at, '{"spec":{"leaseTransitions":2,"leaseTransitions":3}}', { query });
    await t.json(at, [{ op: 'add', path: '/spec/foo', value: 1 }], { query });
    await t.json(at, '[{"op":"add","op":"add","path":"/spec/leaseTransitions","value":4}]', { query });
    await t.json(at, [{ op: 'add', path: '/spec/leaseTransitions', value: 5, foo: 1 }], { query });
    await t.strategic(at, { spec: { foo: 1, leaseTransitions: 6 } }, { query });
    await t.strategic(at, '{"spec":{"leaseTransitions":7,"leaseTransitions":8}}', { query });
    await t.apply(at, lease('patched', { foo: 1 }), { query: { ...query, force: true } });
    await t.apply(
      at,
      '{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","spec":{"leaseTransitions":9,"leaseTransitions":10}}',
      { query: { ...query, force: true } },
    );
  }
  await t.merge(at, { spec: { leaseTransitions: 'x' } });
  await t.merge(at, { spec: 'x' });
  await t.merge(at, { spec: { holderIdentity: { a: 1 } } });
  await t.json(at, [{ op: 'replace', path: '/spec/leaseTransitions', value: 'x' }]);
  await t.strategic(at, { spec: { leaseTransitions: 'x' } });
  await t.strategic(at, { spec: { leaseTransitions: 1.5 } });
  await t.strategic(at, { spec: { holderIdentity: 1 } });
  await t.strategic(at, { spec: { renewTime: 'x' } });
  await t.strategic(at, { spec: [] });
  await t.apply(at, lease('patched', { leaseTransitions: 'x' }), { query: { force: true } });
  await t.apply(at, lease('patched', { holderIdentity: 1 }), { query: { force: true } });
  await t.apply(at, lease('patched', { renewTime: 'x' }), { query: { force: true } });
  await t.apply(at, lease('patched', 'x'), { query: { force: true } });
  await t.apply(at, lease('patched', { holderIdentity: null }), { query: { force: true } });
  await t.apply(`${leases(t)}/fresh`, lease('fresh', { foo: 1 }), { query: {} });
  await t.strategic(t.at('pods', 'p'), { spec: { containers: [{ name: 'c', foo: 1 }] } }, strict);
  await t.apply(t.at('pods', 'p'), pod('p', { foo: 1 }), { query: { force: true } });
  await t.apply(t.at('pods', 'p'), pod('p', { ports: [{ containerPort: 'x' }] }), { query: { force: true } });
  await t.apply(t.at('pods', 'p'), pod('p', {}, { containers: {} }), { query: { force: true } });
  await t.merge(t.at('pods', 'p'), { spec: { containers: [{ name: 'c', image: 'i', foo: 1 }] } }, strict);
};
