import type { Answer, Ask, Group, Session } from '../session.ts';
import { container, deployment, named, pod, service } from '../workloads.ts';

// The status is set by hand, as nobody counts beside the real server here. What is used is so in truth where a change
// follows, because the embedded server counts anew by itself.

type Amounts = Readonly<Record<string, string>>;

interface Granted {
  readonly spec?: object;
  readonly used?: Amounts;
  readonly name?: string;
}

async function granted(
  t: Session,
  hard: Amounts,
  { spec, used = {}, name = 'q' }: Granted = {},
): Promise<void> {
  const path = t.at('resourcequotas');
  await t.post(path, named('v1 ResourceQuota', name, { hard, ...spec }), { quiet: true });
  const zero = Object.fromEntries(Object.keys(hard).map((key) => [key, '0']));
  await t.merge(`${path}/${name}/status`, { status: { hard, used: { ...zero, ...used } } }, { quiet: true });
  await t.heard();
}

async function revoked(t: Session, name = 'q'): Promise<void> {
  await t.delete(t.at('resourcequotas', name), undefined, { quiet: true });
  await t.heard();
}

const shownUse = (t: Session, name = 'q'): Promise<Answer> =>
  t.get(t.at('resourcequotas', name), {}, { only: ['status'] });

const dry: Ask = { query: { dryRun: 'All' }, only: ['spec'] };

const asking = (requests: object, limits?: object): object => ({
  resources: { requests, ...(limits && { limits }) },
});

const one = (name: string, requests: object, limits?: object): object =>
  pod(name, { containers: [container('c', asking(requests, limits))] });

async function amounts(t: Session): Promise<void> {
  const pods = t.at('pods');
  const only = { only: ['spec'] };
  await granted(t, { pods: '2' });
  await t.post(pods, pod('a'), only);
  await shownUse(t);
  await t.post(pods, pod('b'), dry);
  await shownUse(t);
  await t.apply(`${pods}/b`, pod('b'), only);
  await t.post(pods, pod('c'));
  await t.post(pods, pod('c'), dry);
  await t.apply(`${pods}/c`, pod('c'));
  await t.merge(`${pods}/a`, { metadata: { labels: { a: 'b' } } }, only);
  await shownUse(t);
  await revoked(t);
  const hard = { pods: '5', 'requests.cpu': '1', 'limits.memory': '1Gi', 'count/pods': '9' };
  await granted(t, hard, { used: { 'requests.cpu': '900m' } });
  await t.post(pods, one('d', { cpu: '200m' }, { memory: '2Gi' }));
  await t.post(pods, one('e', { cpu: '50m' }, { memory: '1.5Gi' }));
  await t.post(pods, one('f', { cpu: '50m' }, { memory: '512Mi' }), only);
  await shownUse(t);
  const start = container('s', asking({ cpu: '80m' }, { memory: '1Mi' }));
  const main = container('c', asking({ cpu: '30m' }, { memory: '2Mi' }));
  await t.post(pods, pod('g', { containers: [main], initContainers: [start] }));
  const sidecar = { ...(start as Record<string, unknown>), restartPolicy: 'Always' };
  await t.post(pods, pod('h', { containers: [main], initContainers: [sidecar] }));
  await t.post(pods, pod('i', { containers: [main] }), only);
  await shownUse(t);
  await revoked(t);
  await granted(t, { cpu: '1', memory: '1Gi' });
  await t.post(pods, one('j', { cpu: '2', memory: '1Mi' }));
  await t.post(pods, one('k', { cpu: '1', memory: '1000Mi' }), only);
  await shownUse(t);
  await revoked(t);
}

async function others(t: Session): Promise<void> {
  const pods = t.at('pods');
  const cases: readonly (readonly [hard: Amounts, requests: object, limits?: object])[] = [
    [{ 'requests.example.com/gpu': '2' }, { 'example.com/gpu': '3' }, { 'example.com/gpu': '3' }],
    [{ 'requests.example.com/gpu': '2' }, { 'example.com/gpu': '2' }, { 'example.com/gpu': '2' }],
    [{ 'hugepages-2Mi': '4Mi' }, { cpu: 1, 'hugepages-2Mi': '6Mi' }, { 'hugepages-2Mi': '6Mi' }],
    [{ 'requests.hugepages-2Mi': '4Mi' }, { cpu: 1, 'hugepages-2Mi': '6Mi' }, { 'hugepages-2Mi': '6Mi' }],
    [{ 'requests.ephemeral-storage': '1Gi' }, { 'ephemeral-storage': '2Gi' }],
    [{ 'ephemeral-storage': '1Gi' }, { 'ephemeral-storage': '2Gi' }],
    [{ 'limits.ephemeral-storage': '1Gi' }, {}, { 'ephemeral-storage': '2Gi' }],
    [{ 'requests.ephemeral-storage': '1Gi' }, {}],
    [{ 'requests.memory': '1Gi' }, { memory: '1025Mi' }],
    [{ 'requests.memory': '1G' }, { memory: '1Gi' }],
    [{ 'limits.cpu': '1500m' }, {}, { cpu: '1501m' }],
    [{ 'limits.cpu': '1.5' }, {}, { cpu: '1.5' }],
    [{ 'count/pods': '0' }, {}],
  ];
  for (const [hard, requests, limits] of cases) {
    await granted(t, hard);
    const note = `${JSON.stringify(requests)} of ${JSON.stringify(hard)}`;
    await t.post(pods, one('p', requests, limits), { ...dry, note });
    await revoked(t);
  }
}

async function told(t: Session): Promise<void> {
  const pods = t.at('pods');
  await granted(t, { 'requests.cpu': '9', 'limits.memory': '9Gi', pods: '9' });
  await t.post(pods, pod('a1'));
  const [b, c] = [container('b', asking({ cpu: 1 })), container('c', asking({}, { memory: 1 }))];
  await t.post(pods, pod('a2', { containers: [container('z'), b], initContainers: [c] }));
  const whole = asking({ cpu: 1, memory: '1Gi' }, { memory: '1Gi' }) as { readonly resources: object };
  await t.post(pods, pod('a3', { ...whole, containers: [container('z')] }), dry);
  await t.post(pods, pod('a4', { ...asking({ cpu: 10 }), containers: [container('z')] }), dry);
  await revoked(t);
  await granted(t, { cpu: '1', 'limits.cpu': '1' });
  await t.post(pods, pod('a5'));
  await revoked(t);
  await granted(t, { pods: '1', 'count/pods': '1' });
  await t.merge(t.at('resourcequotas', 'q/status'), { status: { used: null } }, { quiet: true });
  await t.heard();
  await t.post(pods, pod('a6'));
  await t.post(t.at('configmaps'), named('v1 ConfigMap', 'm'), { only: ['data'] });
  await revoked(t);
}

async function scopes(t: Session): Promise<void> {
  const pods = t.at('pods');
  const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
  for (const name of ['quota-high', 'quota-low'])
    await t.post(classes, { metadata: { name }, value: 1 }, { quiet: true });
  const term = { topologyKey: 'k', labelSelector: { matchLabels: { a: 'b' } } };
  const near = (more: object): object => ({
    affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ ...term, ...more }] } },
  });
  const far = {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { ...term, namespaceSelector: {} } },
        ],
      },
    },
  };
  const some = { containers: [container('c', asking({ cpu: '1m' }))] };
  const specs: Readonly<Record<string, object>> = {
    plain: {},
    some,
    ends: { activeDeadlineSeconds: 5 },
    high: { priorityClassName: 'quota-high' },
    low: { priorityClassName: 'quota-low' },
    near: near({}),
    nearOthers: near({ namespaces: ['other'] }),
    far,
  };
  const selecting = (scopeName: string, operator: string, ...values: readonly string[]): object => ({
    scopeSelector: {
      matchExpressions: [{ scopeName, operator, ...(values.length > 0 && { values }) }],
    },
  });
  const cases: readonly (readonly [scope: object, names: readonly string[]])[] = [
    [{ scopes: ['BestEffort'] }, ['plain', 'some']],
    [{ scopes: ['NotBestEffort'] }, ['plain', 'some']],
    [{ scopes: ['Terminating'] }, ['plain', 'ends']],
    [{ scopes: ['NotTerminating'] }, ['plain', 'ends']],
    [{ scopes: ['BestEffort', 'Terminating'] }, ['plain', 'ends']],
    [{ scopes: ['PriorityClass'] }, ['plain', 'high']],
    [selecting('PriorityClass', 'In', 'quota-high'), ['plain', 'high', 'low']],
    [selecting('PriorityClass', 'NotIn', 'quota-high'), ['plain', 'high', 'low']],
    [selecting('PriorityClass', 'Exists'), ['plain', 'low']],
    [selecting('PriorityClass', 'DoesNotExist'), ['plain', 'low']],
    [selecting('CrossNamespacePodAffinity', 'Exists'), ['near', 'nearOthers', 'far']],
    [{ scopes: ['CrossNamespacePodAffinity'] }, ['plain']],
  ];
  for (const [spec, names] of cases) {
    await granted(t, { pods: '0' }, { spec });
    for (const name of names) {
      const note = `${name} within ${JSON.stringify(spec)}`;
      await t.post(pods, pod(`scoped-${name.toLowerCase()}`, specs[name]), {
        query: { dryRun: 'All' },
        only: ['kind'],
        note,
      });
    }
    await revoked(t);
  }
  await granted(t, { pods: '1' }, { spec: { scopes: ['Terminating'] } });
  await t.post(pods, pod('later'), { quiet: true });
  await t.merge(`${pods}/later`, { spec: { activeDeadlineSeconds: 9 } }, { only: ['spec'] });
  await shownUse(t);
  await t.post(pods, pod('late'), { quiet: true });
  await t.merge(`${pods}/late`, { spec: { activeDeadlineSeconds: 9 } });
  for (const name of ['quota-high', 'quota-low'])
    await t.delete(`${classes}/${name}`, undefined, { quiet: true });
  await revoked(t);
}

async function services(t: Session): Promise<void> {
  const path = t.at('services');
  const only = { only: ['kind'] };
  const ports = [
    { name: 'a', port: 80 },
    { name: 'b', port: 81 },
  ];
  await granted(t, {
    services: '9',
    'services.nodeports': '3',
    'services.loadbalancers': '1',
    'count/services': '9',
  });
  await t.post(path, service('plain'), only);
  await t.post(path, service('node', { type: 'NodePort', ports }), only);
  await shownUse(t);
  await t.post(path, service('more', { type: 'NodePort', ports }));
  await t.post(
    path,
    service('balanced', { type: 'LoadBalancer', ports, allocateLoadBalancerNodePorts: false }),
    only,
  );
  await shownUse(t);
  await t.post(path, service('balance', { type: 'LoadBalancer' }));
  await t.merge(`${path}/plain`, { spec: { type: 'NodePort' } }, only);
  await shownUse(t);
  await t.post(path, service('last'), only);
  await t.merge(`${path}/last`, { spec: { type: 'NodePort' } });
  await t.merge(`${path}/last`, { metadata: { labels: { a: 'b' } } }, only);
  await shownUse(t);
  await revoked(t);
}

async function claims(t: Session): Promise<void> {
  const path = t.at('persistentvolumeclaims');
  const only = { only: ['kind'] };
  const claim = (name: string, storage: string, more: object = {}): object =>
    named('v1 PersistentVolumeClaim', name, {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      ...more,
    });
  const gold = { storageClassName: 'gold' };
  await granted(t, {
    persistentvolumeclaims: '4',
    'requests.storage': '10Gi',
    'gold.storageclass.storage.k8s.io/requests.storage': '1Gi',
    'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '2',
  });
  await t.post(path, claim('a', '4Gi'), only);
  await t.post(path, claim('b', '7Gi'));
  await t.post(path, claim('c', '2Gi', gold));
  await t.post(path, claim('d', '1Gi', gold), only);
  await shownUse(t);
  await t.post(path, claim('e', '1500m', { storageClassName: 'silver' }), only);
  await shownUse(t);
  await t.merge(`${path}/a`, { metadata: { labels: { a: 'b' } } }, only);
  await shownUse(t);
  await revoked(t);
  const matchExpressions = [{ scopeName: 'VolumeAttributesClass', operator: 'In', values: ['fast'] }];
  await granted(t, { persistentvolumeclaims: '0' }, { spec: { scopeSelector: { matchExpressions } } });
  await t.post(path, claim('f', '1Gi', { volumeAttributesClassName: 'fast' }));
  await t.post(path, claim('g', '1Gi', { volumeAttributesClassName: 'slow' }), only);
  await revoked(t);
}

async function counts(t: Session): Promise<void> {
  const [maps, secrets] = [t.at('configmaps'), t.at('secrets')];
  const only = { only: ['kind'] };
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  await granted(t, {
    configmaps: '1',
    secrets: '0',
    resourcequotas: '1',
    replicationcontrollers: '0',
    'count/deployments.apps': '1',
    'count/leases.coordination.k8s.io': '0',
    'count/events': '0',
    'count/serviceaccounts': '0',
  });
  await t.post(maps, named('v1 ConfigMap', 'counted'), only);
  await t.post(maps, named('v1 ConfigMap', 'beyond'));
  await t.put(`${maps}/beyond`, named('v1 ConfigMap', 'beyond'));
  await t.merge(`${maps}/counted`, { data: { a: '1' } }, only);
  await t.post(secrets, named('v1 Secret', 's'));
  await t.post(t.at('resourcequotas'), named('v1 ResourceQuota', 'r', { hard: {} }), only);
  await t.post(t.at('resourcequotas'), named('v1 ResourceQuota', 's', { hard: {} }));
  await t.post(
    t.at('replicationcontrollers'),
    named('v1 ReplicationController', 'r', {
      replicas: 0,
      selector: { a: 'b' },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container()] } },
    }),
  );
  await t.post(deployments, deployment('d'), only);
  await t.post(deployments, deployment('e'));
  await t.merge(`${deployments}/d/scale`, { spec: { replicas: 2 } }, only);
  await t.post(
    `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`,
    named('coordination.k8s.io/v1 Lease', 'l'),
  );
  await t.post(t.at('serviceaccounts'), named('v1 ServiceAccount', 'a'));
  const involvedObject = { namespace: t.namespace, kind: 'Pod', name: 'p' };
  await t.post(t.at('events'), { ...named('v1 Event', 'e'), involvedObject }, only);
  await shownUse(t);
  await revoked(t, 'r');
  await revoked(t);
}

async function devices(t: Session): Promise<void> {
  const path = `/apis/resource.k8s.io/v1/namespaces/${t.namespace}/resourceclaims`;
  const only = { only: ['kind'] };
  const exactly = (deviceClassName: string, more: object = {}): object => ({ deviceClassName, ...more });
  const claim = (name: string, ...requests: readonly object[]): object =>
    named('resource.k8s.io/v1 ResourceClaim', name, { devices: { requests } });
  await granted(t, {
    'count/resourceclaims.resource.k8s.io': '2',
    'gpu.deviceclass.resource.k8s.io/devices': '4',
  });
  await t.post(path, claim('a', { name: 'x', exactly: exactly('gpu', { count: 5 }) }));
  await t.post(path, claim('b', { name: 'x', exactly: exactly('gpu', { allocationMode: 'All' }) }));
  const firstAvailable = [
    { name: 's', deviceClassName: 'gpu', count: 3 },
    { name: 't', deviceClassName: 'gpu', count: 2 },
  ];
  await t.post(path, claim('c', { name: 'x', firstAvailable }, { name: 'y', exactly: exactly('tpu') }), only);
  await shownUse(t);
  await t.post(path, claim('d', { name: 'x', exactly: exactly('gpu', { count: 2 }) }));
  await t.post(path, claim('e', { name: 'x', exactly: exactly('gpu') }), only);
  await t.post(path, claim('f', { name: 'x', exactly: exactly('tpu') }));
  await revoked(t);
}

async function resized(t: Session): Promise<void> {
  const pods = t.at('pods');
  await t.post(pods, one('sized', { cpu: '100m' }, { cpu: '200m' }), { quiet: true });
  await granted(t, { 'limits.cpu': '1', pods: '1' }, { used: { 'limits.cpu': '200m' } });
  const size = (cpu: string): object => ({
    spec: { containers: [{ name: 'c', resources: { limits: { cpu } } }] },
  });
  await t.strategic(`${pods}/sized/resize`, size('1100m'));
  await revoked(t);
  await granted(t, { 'limits.cpu': '1' }, { used: { 'limits.cpu': '1' } });
  await t.strategic(`${pods}/sized/resize`, size('150m'), { only: ['kind'] });
  await revoked(t);
}

async function several(t: Session): Promise<void> {
  const pods = t.at('pods');
  await granted(t, { pods: '9' }, { name: 'wide' });
  await granted(t, { pods: '1' }, { name: 'narrow', used: { pods: '1' } });
  await t.post(pods, pod('both'));
  await shownUse(t, 'wide');
  await revoked(t, 'narrow');
  await granted(t, { services: '0' }, { name: 'other' });
  await t.post(pods, pod('one'), { only: ['kind'] });
  await shownUse(t, 'wide');
  await shownUse(t, 'other');
  await revoked(t, 'wide');
  await revoked(t, 'other');
}

export const group: Group = async (t) => {
  const parts = [amounts, others, told, scopes, services, claims, counts, devices, resized, several];
  for (const part of parts) await part(t);
};
