// What PodSecurity says besides: labels that are none, warnings of pods and of their templates, changes of both.

import type { Group } from '../session.ts';

const prefix = 'pod-security.kubernetes.io/';
const labels = (modes: Readonly<Record<string, string | null>>): object =>
  Object.fromEntries(Object.entries(modes).map(([mode, value]) => [prefix + mode, value]));
const template = (more: object = {}): object => ({
  metadata: { labels: { app: 'a' } },
  spec: { containers: [{ name: 'c', image: 'i', ...more }] },
});
const privileged = { securityContext: { privileged: true } };
const selector = { matchLabels: { app: 'a' } };

export const group: Group = async (t) => {
  const kind = { only: ['kind'] };
  const namespaces = '/api/v1/namespaces';
  const make = (name: string, modes: Readonly<Record<string, string>>, note?: string): Promise<unknown> =>
    t.post(
      namespaces,
      { metadata: { name: `${t.namespace}-${name}`, labels: labels(modes) } },
      { ...kind, ...(note !== undefined && { note }) },
    );
  const change = async (name: string, modes: Readonly<Record<string, string | null>>): Promise<void> => {
    const path = `${namespaces}/${t.namespace}-${name}`;
    const body = { metadata: { labels: labels(modes) } };
    const { metadata } = await t.merge(path, body, { ...kind, note: JSON.stringify(modes) });
    // The real server warns twice where its cache is behind: of the change from what it holds, and of the real one.
    const { resourceVersion } = metadata;
    if (resourceVersion !== undefined) await t.get(path, { resourceVersion }, { quiet: true });
  };
  const pod = (name: string, container: object = {}, more: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...more },
    spec: { containers: [{ name: 'c', image: 'i', ...container }] },
  });

  for (const [at, modes] of [
    { enforce: 'none' },
    { enforce: '' },
    { enforce: 'Baseline' },
    { 'enforce-version': '1.30' },
    { 'enforce-version': 'v1.01' },
    { 'enforce-version': 'v2.0' },
    { 'enforce-version': 'v1.99999999999999999999' },
    { audit: 'none', 'audit-version': 'newest' },
    { warn: 'none', 'warn-version': 'newest' },
    {
      enforce: 'a',
      'enforce-version': 'b',
      audit: 'c',
      'audit-version': 'd',
      warn: 'e',
      'warn-version': 'f',
    },
  ].entries())
    await make(`bad-${at}`, modes, JSON.stringify(modes));
  await make('w', { warn: 'restricted' });
  const at = `${namespaces}/${t.namespace}-w`;
  await change('w', { enforce: 'none' });
  await change('w', { audit: 'none' });
  await change('w', { audit: 'baseline', 'audit-version': 'v1.20', 'warn-version': 'latest' });

  await t.post(`${at}/pods`, pod('plain'), kind);
  await t.post(`${at}/pods`, pod('privileged', privileged), kind);
  await t.merge(`${at}/pods/plain`, { metadata: { labels: { l: '1' } } }, kind);
  await t.merge(`${at}/pods/plain`, { metadata: { annotations: { a: '1' } } }, kind);
  await t.strategic(`${at}/pods/plain`, { spec: { containers: [{ name: 'c', image: 'j' }] } }, kind);
  await t.strategic(`${at}/pods/plain`, { spec: { activeDeadlineSeconds: 9 } }, kind);
  const added = { spec: { ephemeralContainers: [{ name: 'e', image: 'i' }] } };
  await t.strategic(`${at}/pods/plain/ephemeralcontainers`, added, kind);
  await t.merge(`${at}/pods/plain/status`, { status: { phase: 'Running' } }, kind);

  const apps = `/apis/apps/v1/namespaces/${t.namespace}-w`;
  const batch = `/apis/batch/v1/namespaces/${t.namespace}-w`;
  const named = (name: string, spec: object): object => ({ metadata: { name }, spec });
  await t.post(`${at}/podtemplates`, { metadata: { name: 'a' }, template: template() }, kind);
  await t.post(
    `${at}/replicationcontrollers`,
    named('a', { selector: { app: 'a' }, template: template(privileged) }),
    kind,
  );
  await t.post(`${apps}/replicasets`, named('a', { selector, template: template() }), kind);
  await t.post(`${apps}/deployments`, named('a', { selector, template: template() }), kind);
  await t.post(`${apps}/daemonsets`, named('a', { selector, template: template() }), kind);
  await t.post(
    `${apps}/statefulsets`,
    named('a', { selector, serviceName: 's', template: template(privileged) }),
    kind,
  );
  const job = (more: object = {}): object => ({
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i', ...more }] } },
  });
  await t.post(`${batch}/jobs`, named('a', job()), kind);
  await t.post(
    `${batch}/cronjobs`,
    named('a', { schedule: '@daily', jobTemplate: { spec: job(privileged) } }),
    kind,
  );
  await t.merge(`${apps}/deployments/a`, { metadata: { labels: { l: '1' } } }, kind);
  await t.merge(`${apps}/deployments/a`, { spec: { replicas: 2 } }, kind);
  await t.merge(`${apps}/deployments/a/scale`, { spec: { replicas: 3 } }, kind);
  await t.merge(`${apps}/deployments/a/status`, { status: { replicas: 3 } }, kind);
  await t.merge(`${apps}/deployments/a`, { spec: { replicas: -1 } }, kind);

  await make('e', { enforce: 'baseline', warn: 'restricted', 'warn-version': 'v1.20' });
  const enforced = `${namespaces}/${t.namespace}-e`;
  await t.post(`${enforced}/pods`, pod('a'), kind);
  await t.post(`${enforced}/pods`, pod('b', privileged), kind);
  await t.post(
    `/apis/apps/v1/namespaces/${t.namespace}-e/deployments`,
    named('a', { selector, template: template(privileged) }),
    kind,
  );
  const debug = { spec: { ephemeralContainers: [{ name: 'e', image: 'i', ...privileged }] } };
  await t.strategic(`${enforced}/pods/a/ephemeralcontainers`, debug, kind);
  // Warns at its own level, where no label says otherwise.
  await make('i', { enforce: 'restricted', 'enforce-version': 'v1.22' });
  await t.post(
    `/apis/apps/v1/namespaces/${t.namespace}-i/deployments`,
    named('a', { selector, template: template() }),
    kind,
  );

  await make('p', {});
  const filled = `${namespaces}/${t.namespace}-p/pods`;
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'u', controller: true };
  await t.post(filled, pod('z', privileged), kind);
  await t.post(filled, pod('y', privileged), kind);
  await t.post(filled, pod('x'), kind);
  await t.post(filled, pod('w', privileged, { ownerReferences: [owner] }), kind);
  await t.post(filled, pod('v', { ports: [{ containerPort: 1, hostPort: 1 }] }), kind);
  await change('p', { warn: 'restricted', audit: 'restricted' });
  await change('p', { enforce: 'baseline' });
  await change('p', { enforce: 'restricted', 'enforce-version': 'v1.0' });
  await change('p', { 'enforce-version': 'v1.30' });
  await change('p', { enforce: 'baseline' });
  await change('p', { 'enforce-version': null });
  await change('p', { enforce: 'privileged' });
  await change('p', { enforce: null });
  await change('p', { enforce: 'restricted' });
  await t.apply(
    `${namespaces}/${t.namespace}-p`,
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `${t.namespace}-p`, labels: labels({ 'enforce-version': 'v1.25' }) },
    },
    kind,
  );
};
