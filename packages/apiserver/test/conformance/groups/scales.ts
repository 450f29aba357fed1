import { customKind } from '../custom-kind.ts';
import type { Group } from '../session.ts';
import { deployment, replicaSet, statefulSet } from '../workloads.ts';

// The scale of every kind that has one, read and written in every way.
export const group: Group = async (t) => {
  const apps = `/apis/apps/v1/namespaces/${t.namespace}`;
  const kind = await customKind(t, [
    {
      name: 'v1',
      served: true,
      storage: true,
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      subresources: {
        status: {},
        scale: {
          specReplicasPath: '.spec.size',
          statusReplicasPath: '.status.size',
          labelSelectorPath: '.status.selector',
        },
      },
    },
  ]);
  await t.post(`${apps}/deployments`, deployment('a'), { quiet: true });
  await t.post(`${apps}/statefulsets`, statefulSet('a'), { quiet: true });
  await t.post(`${apps}/replicasets`, replicaSet('a'), { quiet: true });
  await t.post(kind.at('v1'), kind.object('a', { spec: { size: 2 } }), { quiet: true });
  await t.merge(kind.at('v1', 'a/status'), { status: { size: 1, selector: 'x=y' } }, { quiet: true });
  await t.post(kind.at('v1'), kind.object('none'), { quiet: true });
  for (const at of [`${apps}/deployments`, `${apps}/statefulsets`, `${apps}/replicasets`, kind.at('v1')]) {
    const scale = await t.get(`${at}/a/scale`);
    await t.put(`${at}/a/scale`, { ...scale.object, spec: { replicas: 3 } });
    await t.put(`${at}/a/scale`, { ...scale.object, spec: { replicas: 4 } });
    await t.put(`${at}/a/scale`, {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'a' },
      spec: { replicas: 5 },
    });
    await t.put(`${at}/a/scale`, {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'other' },
      spec: { replicas: 5 },
    });
    const custom = at === kind.at('v1');
    if (!custom) await t.put(`${at}/a/scale`, { apiVersion: 'v1', kind: 'Other', spec: { replicas: 5 } });
    await t.merge(`${at}/a/scale`, { spec: { replicas: 6 } });
    await t.merge(`${at}/a/scale`, { spec: { replicas: 7 } }, { query: { dryRun: 'All' } });
    await t.merge(`${at}/a/scale`, { metadata: { resourceVersion: '1' }, spec: { replicas: 7 } });
    await t.merge(`${at}/a/scale`, { metadata: { labels: { l: '1' } } });
    await t.json(`${at}/a/scale`, [{ op: 'replace', path: '/spec/replicas', value: 7 }]);
    await t.json(`${at}/a/scale`, [{ op: 'test', path: '/spec/replicas', value: 1 }]);
    await t.strategic(`${at}/a/scale`, { spec: { replicas: 8 } });
    await t.merge(`${at}/a/scale`, { spec: { replicas: -1 } });
    await t.merge(`${at}/a/scale`, { spec: { replicas: 'x' } });
    // The real server fails with a 500 where the kind is a custom one.
    if (!custom) {
      await t.apply(
        `${at}/a/scale`,
        { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'a' }, spec: { replicas: 9 } },
        { query: { force: true } },
      );
      await t.apply(
        `${at}/a/scale`,
        { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'a' }, spec: { replicas: 2 } },
        { query: { fieldManager: 'other' } },
      );
    }
    await t.get(`${at}/a`, {}, { only: ['metadata'] });
    await t.delete(`${at}/a/scale`);
    await t.post(`${at}/a/scale`, {});
    await t.merge(`${at}/missing/scale`, { spec: { replicas: 1 } });
  }
  await t.get(kind.at('v1', 'none/scale'));
  await t.merge(kind.at('v1', 'none/scale'), { spec: { replicas: 1 } });
  await t.delete(kind.definition, undefined, { quiet: true });
};
