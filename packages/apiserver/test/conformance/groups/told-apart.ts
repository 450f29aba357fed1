import type { Group, Session } from '../session.ts';
import { container, daemonSet, job, pod } from '../workloads.ts';

// Lists, maps and texts that are empty, where that is another thing than none.
export const group: Group = async (t) => {
  await immutable(t);
  await ephemeral(t);
  await pods(t);
  await workloads(t);
  await grants(t);
  await definitions(t);
};

async function immutable(t: Session): Promise<void> {
  for (const [plural, kind, keys] of [
    ['secrets', 'Secret', ['data', 'stringData']],
    ['configmaps', 'ConfigMap', ['data', 'binaryData']],
  ] as const) {
    const all = t.at(plural);
    const frozen = { apiVersion: 'v1', kind, metadata: { name: 'frozen' }, immutable: true };
    await t.post(all, frozen);
    const filled = { apiVersion: 'v1', kind, metadata: { name: 'filled' }, data: { a: 'Yg==' } };
    await t.post(all, filled);
    for (const key of keys) {
      await t.put(`${all}/frozen`, { ...frozen, [key]: {} });
      await t.merge(`${all}/frozen`, { [key]: {} });
      await t.apply(`${all}/frozen`, { ...frozen, [key]: {} });
      await t.put(`${all}/filled`, { ...filled, [key]: {}, immutable: true }, { query: { dryRun: 'All' } });
    }
    await t.put(`${all}/frozen`, { ...frozen, metadata: { name: 'frozen', labels: { a: 'b' } } });
  }
}

async function pods(t: Session): Promise<void> {
  const all = t.at('pods');
  const shapes = {
    groups: { securityContext: { supplementalGroups: [] } },
    claims: { containers: [container('c', { resources: { claims: [] } })] },
    whole: { resources: { claims: [] } },
    windows: { os: { name: 'windows' }, securityContext: { supplementalGroups: [] } },
  };
  for (const [name, spec] of Object.entries(shapes)) {
    await t.post(all, pod(name, spec), { query: { dryRun: 'All' } });
    await t.post(all, pod(name, spec));
    await t.put(`${all}/${name}`, pod(name, spec));
    await t.merge(`${all}/plain`, { spec });
  }
}

async function workloads(t: Session): Promise<void> {
  const spec = { containers: [container('c', { resources: { claims: [] } })], restartPolicy: 'Never' };
  const [jobs, sets] = ['batch/v1', 'apps/v1'].map((of) => `/apis/${of}/namespaces/${t.namespace}`);
  const made = { ...spec, securityContext: { supplementalGroups: [] } };
  await t.post(`${jobs}/jobs`, job('a', { suspend: true, template: { spec } }), { quiet: true });
  await t.merge(`${jobs}/jobs/a`, { spec: { template: { spec: made } } });
  await t.post(`${sets}/daemonsets`, daemonSet('a'), { quiet: true });
  await t.merge(`${sets}/daemonsets/a`, {
    spec: { template: { spec: { securityContext: { supplementalGroups: [] } } } },
  });
  await t.merge(`${sets}/daemonsets/a`, { spec: { template: { spec: { resources: { claims: [] } } } } });
}

async function ephemeral(t: Session): Promise<void> {
  await t.post(t.at('pods'), pod('plain'), { quiet: true });
  const path = t.at('pods', 'plain/ephemeralcontainers');
  for (const field of ['ports', 'resizePolicy', 'restartPolicyRules', 'env', 'args', 'volumeMounts']) {
    const one = container(`with-${field.toLowerCase()}`, { [field]: [] });
    await t.merge(path, { spec: { ephemeralContainers: [one] } }, { query: { dryRun: 'All' } });
  }
}

async function grants(t: Session): Promise<void> {
  const name = `told-apart-${t.namespace}`;
  for (const [plural, kind] of [
    ['clusterrolebindings', 'ClusterRoleBinding'],
    [`namespaces/${t.namespace}/rolebindings`, 'RoleBinding'],
  ] as const) {
    const all = `/apis/rbac.authorization.k8s.io/v1/${plural}`;
    const roleRef = { apiGroup: '', kind: 'ClusterRole', name: 'view' };
    const subjects = [{ kind: 'User', name: 'a', apiGroup: '' }];
    await t.post(all, { kind, metadata: { name }, roleRef, subjects });
    await t.put(`${all}/${name}`, { kind, metadata: { name }, roleRef, subjects: [] });
    await t.delete(`${all}/${name}`, undefined, { quiet: true });
  }
}

async function definitions(t: Session): Promise<void> {
  const group = `${t.namespace}.example.com`;
  const names = { plural: 'aparts', singular: 'apart', kind: 'Apart', listKind: 'ApartList' };
  const keywords = [
    'dependencies',
    'patternProperties',
    'definitions',
    'properties',
    'required',
    'enum',
    'oneOf',
  ];
  for (const keyword of keywords) {
    const isList = ['required', 'enum', 'oneOf'].includes(keyword);
    const openAPIV3Schema = { type: 'object', [keyword]: isList ? [] : {} };
    const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } };
    await t.post(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      {
        metadata: { name: `aparts.${group}` },
        spec: { group, names, scope: 'Namespaced', versions: [version] },
      },
      { query: { dryRun: 'All' }, note: keyword, only: ['code', 'message', 'details', 'spec'] },
    );
  }
}
