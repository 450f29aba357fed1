import type { Group } from '../session.ts';
import { deployment, job, pod } from '../workloads.ts';

// What a write to the status may change, and what a write beside it may not; what counts as a new generation.
export const group: Group = async (t) => {
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  const a = await t.post(deployments, deployment('a'), { quiet: true });
  await t.get(`${deployments}/a/status`);
  await t.put(`${deployments}/a/status`, { ...a.object, status: { replicas: 1, observedGeneration: 1 } });
  await t.put(`${deployments}/a/status`, { ...a.object, status: { replicas: 2 } });
  await t.merge(`${deployments}/a/status`, { status: { readyReplicas: 1 }, spec: { replicas: 5 } });
  await t.json(`${deployments}/a/status`, [{ op: 'add', path: '/status/updatedReplicas', value: 1 }]);
  await t.strategic(`${deployments}/a/status`, {
    status: { conditions: [{ type: 'Available', status: 'True' }] },
  });
  await t.strategic(`${deployments}/a/status`, {
    status: { conditions: [{ type: 'Progressing', status: 'True' }] },
  });
  await t.apply(
    `${deployments}/a/status`,
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, status: { collisionCount: 1 } },
    { query: { fieldManager: 'controller' } },
  );
  await t.merge(`${deployments}/a`, { status: { replicas: 9 } });
  await t.merge(`${deployments}/a/status`, { metadata: { labels: { l: '1' } } });
  await t.merge(`${deployments}/a/status`, { metadata: { finalizers: ['example.com/f'] } });
  await t.merge(`${deployments}/a`, { metadata: { labels: { l: '2' } } });
  await t.merge(`${deployments}/a`, { metadata: { annotations: { l: '2' } } });
  await t.merge(`${deployments}/a`, { spec: { replicas: 3 } });
  await t.merge(`${deployments}/a`, { spec: { replicas: 3 } });
  await t.merge(`${deployments}/a`, { spec: { paused: true } });
  await t.merge(`${deployments}/a`, { spec: { template: { metadata: { annotations: { x: 'y' } } } } });
  await t.merge(`${deployments}/a`, { metadata: { generation: 50 } });
  await t.delete(`${deployments}/a`);
  await t.merge(`${deployments}/missing/status`, {});
  await t.post(`${deployments}/a/status`, {});
  await t.delete(`${deployments}/a/status`);
  const pods = t.at('pods');
  const p = await t.post(pods, pod('p'), { quiet: true });
  await t.put(`${pods}/p/status`, {
    ...p.object,
    status: { phase: 'Running', podIP: '1.2.3.4', conditions: [{ type: 'Ready', status: 'True' }] },
  });
  await t.strategic(`${pods}/p/status`, { status: { conditions: [{ type: 'Ready', status: 'False' }] } });
  await t.put(`${pods}/p`, { ...p.object, metadata: { name: 'p', labels: { l: '1' } } });
  const jobs = `/apis/batch/v1/namespaces/${t.namespace}/jobs`;
  await t.post(jobs, job('j'), { quiet: true });
  await t.merge(`${jobs}/j/status`, { status: { active: 1, startTime: '2020-01-01T00:00:00Z' } });
  await t.merge(`${jobs}/j`, { spec: { suspend: true } });
  await t.merge(`/api/v1/namespaces/${t.namespace}/status`, {
    status: { conditions: [{ type: 'NamespaceDeletionContentFailure', status: 'False' }] },
  });
  await t.get(`${t.at('configmaps')}/missing/status`);
};
