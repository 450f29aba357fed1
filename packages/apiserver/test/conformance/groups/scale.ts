import type { Group } from '../session.ts';

export const group: Group = async (t) => {
  const at = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { replicas: 2, selector: { matchLabels: { a: 'b' } }, template },
  };
  await t.post(at, deployment, { quiet: true });
  const only = ['kind', 'apiVersion', 'spec', 'status'];
  const scale = await t.get(`${at}/d/scale`, {}, { only });
  await t.put(`${at}/d/scale`, { ...scale.object, spec: { replicas: 4 } }, { only });
  await t.put(`${at}/d/scale`, { ...scale.object, spec: { replicas: 5 } }, { only });
  await t.merge(`${at}/d/scale`, { spec: { replicas: 1 } }, { only });
  await t.get(`${at}/missing/scale`);
  await t.get(`${t.at('configmaps')}/a/scale`);
};
