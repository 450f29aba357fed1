import type { Group, Session } from '../session.ts';
import { named, pod } from '../workloads.ts';

// Values of wrong types where the type has a name: a refusal says it.
export const group: Group = async (t) => {
  await t.post(t.at('pods'), pod('a'), { quiet: true });
  for (const value of [5, 1.5, true, [], {}, ['a']]) {
    const note = `with ${JSON.stringify(value)}`;
    for (const object of [
      pod('a', { restartPolicy: value }),
      pod('a', { preemptionPolicy: value }),
      owned(value),
    ])
      await wrong(t, { plural: 'pods', object, note });
  }
  for (const value of ['a', 1, { a: 'b' }, [1], [[]], [{}]])
    for (const [plural, kind, field] of [
      ['persistentvolumeclaims', 'PersistentVolumeClaim', 'accessModes'],
      ['services', 'Service', 'ipFamilies'],
      ['resourcequotas', 'ResourceQuota', 'hard'],
    ] as const)
      await wrong(t, {
        plural,
        object: named(`v1 ${kind}`, 'a', { [field]: value }),
        note: `with ${JSON.stringify(value)}`,
      });
  const requests = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  for (const extra of ['a', [1], { a: 'b' }, { a: [1] }])
    await t.post(requests, named('certificates.k8s.io/v1 CertificateSigningRequest', 'a', { extra }), {
      note: JSON.stringify(extra),
    });
  const hooks = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
  for (const rule of [{ scope: [1] }, { operations: 'a' }, { operations: [1] }, { apiGroups: [1] }])
    await t.post(
      hooks,
      { metadata: { name: 'a' }, webhooks: [{ name: 'a', rules: [rule] }] },
      {
        note: JSON.stringify(rule),
      },
    );
};

interface Wrong {
  readonly plural: string;
  readonly object: object;
  readonly note: string;
}

function owned(uid: unknown): object {
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid };
  return { ...pod('a'), metadata: { name: 'a', ownerReferences: [owner] } };
}

async function wrong(t: Session, { plural, object, note }: Wrong): Promise<void> {
  await t.post(t.at(plural), object, { note });
  if (plural !== 'pods') return;
  const path = t.at(plural, 'a');
  await t.merge(path, object, { note, only: ['kind', 'code', 'reason'] });
  await t.send('PATCH', path, {
    body: object,
    note,
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
  });
  await t.apply(path, object, { note });
}
