// A time that is zero where an object is not being deleted and a Job has not ended, and who owns what the server itself makes.

import { configMap } from '../objects.ts';
import type { Group, Session } from '../session.ts';
import { job } from '../workloads.ts';

export const group: Group = async (t) => {
  const all = t.at('configmaps');
  const at = t.at('configmaps', 'a');
  await t.post(all, configMap('a'), { quiet: true });
  for (const deletionTimestamp of [
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00.000000Z',
    '0001-01-01T01:00:00+01:00',
  ]) {
    const note = deletionTimestamp;
    const metadata = { name: 'a', deletionTimestamp };
    const patch = { metadata: { deletionTimestamp } };
    await t.post(all, configMap('b', { metadata: { name: 'b', deletionTimestamp } }), {
      note,
      query: { dryRun: 'All' },
    });
    await t.merge(at, patch, { note });
    await t.strategic(at, patch, { note });
    await t.json(at, [{ op: 'add', path: '/metadata/deletionTimestamp', value: deletionTimestamp }], {
      note,
    });
    await t.apply(at, configMap('a', { metadata }), { note });
    await t.put(at, configMap('a', { metadata }), { note });
  }
  await t.merge(at, { metadata: { deletionTimestamp: null } });
  await t.merge(at, { metadata: { finalizers: ['example.com/a'] } }, { quiet: true });
  await t.delete(at, undefined, { quiet: true });
  await t.merge(at, { metadata: { deletionTimestamp: '0001-01-01T00:00:00Z' } }, { note: 'deleted' });
  await t.remove(at);
  await ended(t);
  for (const name of ['kube-public', 'kube-node-lease']) await t.get(`/api/v1/namespaces/${name}`);
};

async function ended(t: Session): Promise<void> {
  const jobs = `/apis/batch/v1/namespaces/${t.namespace}/jobs`;
  await t.post(jobs, job('a'), { quiet: true });
  const zero = '0001-01-01T00:00:00Z';
  const complete = ['SuccessCriteriaMet', 'Complete'].map((type) => ({ type, status: 'True' }));
  for (const status of [
    { completionTime: zero },
    { startTime: zero },
    { startTime: '2026-01-01T00:00:00Z', completionTime: zero, conditions: complete },
    { startTime: zero, completionTime: zero, conditions: complete },
  ])
    await t.merge(`${jobs}/a/status`, { status }, { query: { dryRun: 'All' }, note: JSON.stringify(status) });
  await t.remove(`${jobs}/a`);
}
