import { configMap } from '../objects.ts';
import type { Group } from '../session.ts';
import { deployment, job, replicaSet } from '../workloads.ts';

// What a delete leaves behind under each policy, alone and for a selection.
export const group: Group = async (t) => {
  const apps = `/apis/apps/v1/namespaces/${t.namespace}`;
  const jobs = `/apis/batch/v1/namespaces/${t.namespace}/jobs`;
  const only = ['metadata', 'kind'];
  for (const policy of ['Background', 'Foreground', 'Orphan']) {
    const name = policy.toLowerCase();
    await t.post(`${apps}/deployments`, deployment(name), { quiet: true });
    await t.post(`${apps}/replicasets`, replicaSet(name), { quiet: true });
    await t.post(jobs, job(name), { quiet: true });
    for (const at of [`${apps}/deployments`, `${apps}/replicasets`, jobs]) {
      await t.delete(`${at}/${name}`, { propagationPolicy: policy }, { only });
      await t.get(`${at}/${name}`, {}, { only });
      await t.delete(`${at}/${name}`, { propagationPolicy: 'Background' }, { only });
      await t.get(`${at}/${name}`, {}, { only });
    }
  }
  await t.post(jobs, job('plain'), { quiet: true });
  await t.delete(`${jobs}/plain`, undefined, { only });
  await t.get(`${jobs}/plain`, {}, { only });
  const at = t.at('configmaps');
  const make = (name: string, labels: object): Promise<unknown> =>
    t.post(at, configMap(name, { metadata: { name, labels } }), { quiet: true });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await make(name, { l: name < 'c' ? '1' : '2' });
  await t.delete(at, undefined, { query: { labelSelector: 'l=1', dryRun: 'All' } });
  await t.delete(at, undefined, { query: { fieldSelector: 'metadata.name=a' } });
  await t.delete(at, undefined, { query: { labelSelector: 'l=2', fieldSelector: 'metadata.name!=c' } });
  await t.delete(at, undefined, { query: { labelSelector: 'l in (' } });
  await t.delete(at, undefined, { query: { fieldSelector: 'data=x' } });
  await t.get(at, { labelSelector: 'l' });
  await make('f', { l: '3' });
  await t.delete(at, { propagationPolicy: 'Orphan' }, { query: { labelSelector: 'l=3' } });
  await t.get(at, { labelSelector: 'l=3' });
  await make('g', { l: '4' });
  await make('h', { l: '4' });
  await t.delete(at, undefined, { query: { labelSelector: 'l=4', limit: 1 } });
  await t.get(at, { labelSelector: 'l=4' });
  await t.delete(at, { preconditions: { resourceVersion: '1' } }, { query: { labelSelector: 'l=1' } });
  await t.delete(at, undefined, { query: { labelSelector: 'l=nothing' } });
};
