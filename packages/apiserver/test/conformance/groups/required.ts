import type { Group } from '../session.ts';
import {
  container,
  cronJob,
  daemonSet,
  deployment,
  job,
  named,
  pod,
  service,
  statefulSet,
  template,
} from '../workloads.ts';

// What the real server insists on.
export const group: Group = async (t) => {
  const at = (plural: string, group = 'apps/v1'): string =>
    `/apis/${group}/namespaces/${t.namespace}/${plural}`;
  await t.post(t.at('pods'), named('v1', 'Pod', 'a', {}));
  await t.post(t.at('pods'), pod('a', { containers: [] }));
  await t.post(t.at('pods'), pod('a', { containers: [{}] }));
  await t.post(t.at('pods'), pod('a', { containers: [container('c'), container('c')] }));
  await t.post(t.at('pods'), pod('a', { containers: [container('C_x')] }));
  await t.post(t.at('pods'), pod('a', { restartPolicy: 'Sometimes' }));
  await t.post(at('deployments'), named('apps/v1', 'Deployment', 'a', {}));
  await t.post(at('deployments'), deployment('a', { selector: undefined }));
  await t.post(at('deployments'), deployment('a', { selector: {} }));
  await t.post(at('deployments'), deployment('a', { selector: { matchLabels: { other: 'x' } } }));
  await t.post(at('deployments'), deployment('a', { replicas: -1 }));
  await t.post(
    at('deployments'),
    deployment('a', { template: { metadata: { labels: { app: 'a' } }, spec: { containers: [] } } }),
  );
  await t.post(at('deployments'), deployment('a'), { quiet: true });
  await t.merge(at('deployments/a'), { spec: { selector: { matchLabels: { app: 'b' } } } });
  await t.merge(at('deployments/a'), {
    spec: { selector: { matchLabels: { app: 'b' } }, template: { metadata: { labels: { app: 'b' } } } },
  });
  await t.post(at('daemonsets'), daemonSet('a', { selector: undefined }));
  await t.post(at('statefulsets'), statefulSet('a', { selector: { matchLabels: { other: 'x' } } }));
  await t.post(
    at('replicasets'),
    named('apps/v1', 'ReplicaSet', 'a', { selector: { matchLabels: { x: 'y' } }, template: template() }),
  );
  await t.post(at('jobs', 'batch/v1'), job('a', { template: template() }));
  await t.post(at('cronjobs', 'batch/v1'), cronJob('a', { schedule: undefined }));
  await t.post(t.at('services'), named('v1', 'Service', 'a', {}));
  await t.post(t.at('services'), service('a', { ports: [] }));
  await t.post(t.at('services'), service('a', { ports: [{ port: 1 }, { port: 2 }] }));
  await t.post(t.at('services'), service('a', { type: 'Other' }));
  await t.post(at('ingresses', 'networking.k8s.io/v1'), named('networking.k8s.io/v1', 'Ingress', 'a', {}));
  await t.post(at('poddisruptionbudgets', 'policy/v1'), named('policy/v1', 'PodDisruptionBudget', 'a', {}));
  await t.post(t.at('persistentvolumeclaims'), named('v1', 'PersistentVolumeClaim', 'a', {}));
};
