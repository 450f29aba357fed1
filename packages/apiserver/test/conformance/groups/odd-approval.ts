// Decisions about a request for a certificate as somebody applies them.

import { certificateRequest } from '../samples/cluster.ts';
import type { Group } from '../session.ts';
import { named } from '../workloads.ts';

const requests = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const type = 'certificates.k8s.io/v1 CertificateSigningRequest';

export const group: Group = async (t) => {
  const spec = { request: certificateRequest, signerName: 'example.com/signer', usages: ['client auth'] };
  const place = `${requests}/odd-approval`;
  const deciding = (...conditions: readonly object[]): object => ({
    ...named(type, 'odd-approval'),
    status: { conditions },
  });
  const approved = { type: 'Approved', status: 'True', reason: 'Known', message: 'a' };
  await t.post(requests, named(type, 'odd-approval', spec));
  await t.apply(`${place}/status`, deciding(approved), { note: 'where no decision is taken' });
  await t.apply(`${place}/approval`, deciding(approved), { query: { dryRun: 'All' } });
  await t.apply(`${place}/approval`, deciding({ ...approved, status: 'False' }), { note: 'neither way' });
  await t.apply(`${place}/approval`, deciding(approved));
  await t.apply(`${place}/approval`, deciding({ ...approved, type: 'Denied' }), { query: { force: true } });
  await t.merge(`${place}/approval`, { status: { certificate: 'YQ==' } }, { query: { force: true } });
  const failed = { type: 'Failed', status: 'True' };
  const kept = [{ ...approved, lastUpdateTime: null, lastTransitionTime: null }];
  for (const conditions of [[...kept, failed], [{ type: 'fast', status: 'Unknown' }, failed, ...kept], []])
    await t.merge(`${place}/status`, { status: { conditions } });
  await t.get(place);
  await t.remove(place);
};
