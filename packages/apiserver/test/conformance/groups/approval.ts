// Decisions about requests for certificates, and the finalizers of namespaces.

import { inPem, requests } from '../samples/certificate-requests.ts';
import type { Group } from '../session.ts';

const only = ['kind', 'code', 'reason', 'message', 'details', 'status'];

export const group: Group = async (t) => {
  const requestsAt = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const at = `${requestsAt}/approval-a`;
  const spec = { request: inPem(requests.elliptic), signerName: 'example.com/a', usages: ['any'] };
  const condition = { status: 'True', reason: 'A', message: 'b' };
  const { object } = await t.post(requestsAt, { metadata: { name: 'approval-a' }, spec }, { quiet: true });
  const decide = async (note: string, ...conditions: readonly object[]): Promise<void> => {
    const { object: now } = await t.get(at, {}, { quiet: true });
    await t.put(`${at}/approval`, { ...now, status: { conditions } }, { note, only, inOrder: true });
  };
  await decide('of no status', { ...condition, type: 'Approved', status: '' });
  await decide('denied by halves', { ...condition, type: 'Denied', status: 'False' });
  await decide('both', { ...condition, type: 'Approved' }, { ...condition, type: 'Denied' });
  await decide('twice', { ...condition, type: 'Approved' }, { ...condition, type: 'Approved' });
  await decide('approved', { ...condition, type: 'Approved' });
  await decide('taken back');
  await decide('denied as well', { ...condition, type: 'Approved' }, { ...condition, type: 'Denied' });
  await t.put(`${at}/approval`, object, { note: 'too late', only });
  await t.put(`${at}/status`, { ...object, metadata: { name: 'approval-a' } }, { note: 'undone', only });
  await t.delete(at, undefined, { quiet: true });
  const namespace = `/api/v1/namespaces/${t.namespace}`;
  const { object: live } = await t.get(namespace, {}, { quiet: true });
  const finalize = (...finalizers: readonly string[]): Promise<unknown> =>
    t.put(
      `${namespace}/finalize`,
      { ...live, spec: { finalizers } },
      { only: [...only, 'spec'], inOrder: true },
    );
  await finalize('x', 'a b', 'example.com/a');
  await finalize('kubernetes', 'example.com/a');
  await finalize('kubernetes');
};
