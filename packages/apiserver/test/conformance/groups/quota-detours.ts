// Ways by which more could come into a namespace than its quotas and limits leave.

import { customKind } from '../custom-kind.ts';
import type { Answer, Ask, Group, Session } from '../session.ts';
import { container, named, pod, service } from '../workloads.ts';

type Amounts = Readonly<Record<string, string>>;

const kind: Ask = { only: ['kind'] };

async function granted(t: Session, hard: Amounts, spec: object = {}): Promise<void> {
  const path = t.at('resourcequotas');
  await t.post(path, named('v1 ResourceQuota', 'q', { hard, ...spec }), { quiet: true });
  const used = Object.fromEntries(Object.keys(hard).map((key) => [key, '0']));
  await t.merge(`${path}/q/status`, { status: { hard, used } }, { quiet: true });
  await t.heard();
}

async function revoked(t: Session): Promise<void> {
  await t.delete(t.at('resourcequotas', 'q'), undefined, { quiet: true });
  await t.heard();
}

const shownUse = (t: Session): Promise<Answer> =>
  t.get(t.at('resourcequotas', 'q'), {}, { only: ['status'] });

const asking = (requests: object, limits?: object): object => ({
  resources: { requests, ...(limits && { limits }) },
});

async function customCounts(t: Session): Promise<void> {
  const version = {
    name: 'v1',
    served: true,
    storage: true,
    subresources: { status: {} },
    schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  };
  const widgets = await customKind(t, [version, { ...version, name: 'v2', storage: false }]);
  await granted(t, { [`count/widgets.${widgets.group}`]: '2' });
  await t.post(widgets.at('v1'), widgets.object('a'), kind);
  await t.apply(widgets.at('v2', 'b'), widgets.object('b', {}, 'v2'), kind);
  await t.post(widgets.at('v2'), widgets.object('c', {}, 'v2'));
  await t.apply(widgets.at('v1', 'c'), widgets.object('c'));
  await t.put(widgets.at('v1', 'c'), widgets.object('c'));
  await t.post(widgets.at('v1'), widgets.object('c'), { query: { dryRun: 'All' } });
  await t.merge(widgets.at('v1', 'a/status'), { status: { a: 1 } }, kind);
  await shownUse(t);
  await revoked(t);
  await t.delete(widgets.definition, undefined, { quiet: true });
}

async function services(t: Session): Promise<void> {
  const path = t.at('services');
  const ports = (...all: readonly number[]): object[] => all.map((port) => ({ name: `p${port}`, port }));
  await granted(t, { 'services.nodeports': '2', 'services.loadbalancers': '1' });
  const balanced = { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false };
  await t.post(path, service('a', { ...balanced, ports: ports(80, 81, 82) }), kind);
  await t.merge(`${path}/a`, { spec: { allocateLoadBalancerNodePorts: true } });
  await t.merge(`${path}/a`, { spec: { ports: [{ ...ports(80)[0], nodePort: 30_050 }] } }, kind);
  await shownUse(t);
  await t.merge(`${path}/a`, { spec: { type: 'NodePort', ports: ports(80, 81, 82) } });
  await t.apply(`${path}/b`, service('b', { type: 'NodePort', ports: ports(1, 2, 3) }));
  await t.apply(`${path}/b`, service('b', { ports: ports(1, 2, 3) }), kind);
  await t.apply(`${path}/b`, service('b', { type: 'NodePort', ports: ports(1, 2, 3) }));
  await t.apply(`${path}/b`, service('b', { type: 'LoadBalancer', ports: ports(1) }));
  await t.merge(`${path}/b/status`, { spec: { type: 'NodePort' } }, { only: ['spec'] });
  await shownUse(t);
  await revoked(t);
  for (const name of ['a', 'b']) await t.delete(`${path}/${name}`, undefined, { quiet: true });
}

async function claims(t: Session): Promise<void> {
  const path = t.at('persistentvolumeclaims');
  const name = `${t.namespace}-grows`;
  const classes = '/apis/storage.k8s.io/v1/storageclasses';
  await t.post(
    classes,
    { metadata: { name }, provisioner: 'p', allowVolumeExpansion: true },
    { quiet: true },
  );
  const claim = (own: string, storage: string, more: object = {}): object =>
    named('v1 PersistentVolumeClaim', own, {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage } },
      storageClassName: name,
      ...more,
    });
  const size = (storage: string): object => ({ spec: { resources: { requests: { storage } } } });
  await t.heard(1_000);
  const ofClass = `${name}.storageclass.storage.k8s.io/requests.storage`;
  await granted(t, { 'requests.storage': '5Gi', [ofClass]: '3Gi' });
  await t.post(path, claim('a', '1Gi'), kind);
  await t.merge(`${path}/a/status`, { status: { phase: 'Bound', capacity: { storage: '1Gi' } } }, kind);
  await t.merge(`${path}/a`, size('4Gi'));
  await t.merge(`${path}/a`, size('2Gi'), kind);
  await t.apply(`${path}/a`, claim('a', '6Gi'));
  await shownUse(t);
  const allocated = { allocatedResources: { storage: '4Gi' }, allocatedResourceStatuses: {} };
  await t.merge(`${path}/a/status`, { status: allocated }, kind);
  await shownUse(t);
  await t.post(path, claim('b', '2Gi'));
  const annotations = { 'volume.beta.kubernetes.io/storage-class': name };
  const annotated = claim('c', '2Gi', { storageClassName: undefined });
  await t.post(path, { ...annotated, metadata: { name: 'c', annotations } });
  await revoked(t);
  await t.delete(`${classes}/${name}`, undefined, { quiet: true });
}

async function pods(t: Session): Promise<void> {
  const path = t.at('pods');
  const one = (name: string, requests: object, more: object = {}): object =>
    pod(name, { containers: [container('c', asking(requests))], ...more });
  const size = (requests: object): object => ({
    spec: { containers: [{ name: 'c', resources: { requests } }] },
  });
  await granted(t, { pods: '3', 'requests.cpu': '1', 'requests.memory': '1Gi' });
  await t.post(path, one('a', { cpu: '500m', memory: '512Mi' }), kind);
  await t.strategic(`${path}/a/resize`, size({ cpu: '1500m' }));
  await t.strategic(`${path}/a/resize`, size({ cpu: '900m', memory: '2Gi' }));
  await t.strategic(`${path}/a/resize`, size({ cpu: '900m' }), kind);
  await shownUse(t);
  const debug = { spec: { ephemeralContainers: [{ name: 'e', image: 'i' }] } };
  await t.strategic(`${path}/a/ephemeralcontainers`, debug, kind);
  await t.post(path, one('b', {}, asking({ cpu: '200m', memory: '1Mi' })));
  await t.post(path, one('b', {}, asking({ cpu: '50m' })), kind);
  await t.post(path, one('c', { cpu: '-1', memory: '1Mi' }));
  await shownUse(t);
  await revoked(t);
  await t.delete(path, { gracePeriodSeconds: 0 }, { quiet: true });
}

async function overheads(t: Session): Promise<void> {
  const classes = '/apis/node.k8s.io/v1/runtimeclasses';
  const name = `${t.namespace}-heavy`;
  const overhead = { podFixed: { cpu: '400m', memory: '1Mi' } };
  await t.post(classes, { metadata: { name }, handler: 'h', overhead }, { quiet: true });
  await t.heard(1_000);
  await granted(t, { 'requests.cpu': '500m', 'limits.cpu': '500m' });
  const one = (requests: object, limits: object): object =>
    pod('heavy', { runtimeClassName: name, containers: [container('c', asking(requests, limits))] });
  const dry = { ...kind, query: { dryRun: 'All' } };
  await t.post(t.at('pods'), one({ cpu: '200m' }, { cpu: '50m' }), dry);
  await t.post(t.at('pods'), one({ cpu: '50m' }, { cpu: '200m' }), dry);
  await t.post(t.at('pods'), one({ cpu: '50m' }, { cpu: '100m' }), dry);
  await revoked(t);
  await t.delete(`${classes}/${name}`, undefined, { quiet: true });
}

// What a limit range fills in is told to the quota.
async function ranges(t: Session): Promise<void> {
  const limits = [{ type: 'Container', default: { cpu: '400m' }, defaultRequest: { cpu: '300m' } }];
  await t.post(t.at('limitranges'), named('v1 LimitRange', 'l', { limits }), { quiet: true });
  await granted(t, { 'requests.cpu': '500m', 'limits.cpu': '1' });
  const dry = { ...kind, query: { dryRun: 'All' } };
  await t.post(t.at('pods'), pod('a'), dry);
  await t.post(t.at('pods'), pod('a', { containers: [container('a'), container('b')] }), dry);
  await t.post(
    t.at('pods'),
    pod('a', { initContainers: [container('a')], containers: [container('b')] }),
    dry,
  );
  const sidecar = container('a', { restartPolicy: 'Always' });
  await t.post(t.at('pods'), pod('a', { initContainers: [sidecar], containers: [container('b')] }), dry);
  await t.post(t.at('pods'), pod('a', asking({ cpu: '600m' }, { cpu: '900m' })), dry);
  await t.post(t.at('pods'), pod('a', { containers: [container('a', asking({ cpu: '500m' }))] }), dry);
  await revoked(t);
  await t.delete(t.at('limitranges', 'l'), undefined, { quiet: true });
  await t.heard();
}

async function priorities(t: Session): Promise<void> {
  const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
  const name = `${t.namespace}-usual`;
  await t.post(classes, { metadata: { name }, value: 1, globalDefault: true }, { quiet: true });
  await t.heard(1_000);
  const matchExpressions = [{ scopeName: 'PriorityClass', operator: 'In', values: [name] }];
  await granted(t, { pods: '0' }, { scopeSelector: { matchExpressions } });
  await t.post(t.at('pods'), pod('usual'), { ...kind, query: { dryRun: 'All' } });
  await t.post(t.at('pods'), pod('system', { priorityClassName: 'system-node-critical' }), {
    ...kind,
    query: { dryRun: 'All' },
  });
  await revoked(t);
  await t.delete(`${classes}/${name}`, undefined, { quiet: true });
  await t.heard(1_000);
}

// Devices that a class gives out as an extended resource count as that as well.
async function devices(t: Session): Promise<void> {
  const [classes, path] = [
    '/apis/resource.k8s.io/v1/deviceclasses',
    `/apis/resource.k8s.io/v1/namespaces/${t.namespace}/resourceclaims`,
  ];
  const [gpu, plain] = [`${t.namespace}-gpu`, `${t.namespace}-plain`];
  await t.post(
    classes,
    { metadata: { name: gpu }, spec: { extendedResourceName: 'example.com/gpu' } },
    { quiet: true },
  );
  await t.post(classes, { metadata: { name: plain }, spec: {} }, { quiet: true });
  await t.heard(1_000);
  const claim = (name: string, deviceClassName: string, count: number): object =>
    named('resource.k8s.io/v1 ResourceClaim', name, {
      devices: { requests: [{ name: 'x', exactly: { deviceClassName, count } }] },
    });
  const implicit = 'requests.deviceclass.resource.kubernetes.io/';
  const dry = { ...kind, query: { dryRun: 'All' } };
  for (const [hard, of, count] of [
    ['requests.example.com/gpu', gpu, 2],
    ['requests.example.com/gpu', gpu, 1],
    ['requests.example.com/gpu', plain, 2],
    [`${implicit}${gpu}`, gpu, 2],
    [`${implicit}${plain}`, plain, 2],
    [`${implicit}unknown`, 'unknown', 2],
  ] as const) {
    await granted(t, { [hard]: '1' });
    await t.post(path, claim('c', of, count), { ...dry, note: `${count} of ${of} within ${hard}` });
    await revoked(t);
  }
  await granted(t, { 'requests.example.com/gpu': '3' });
  await t.post(path, claim('c', gpu, 2), kind);
  await shownUse(t);
  const two = { 'example.com/gpu': '2' };
  await t.post(t.at('pods'), pod('g', { containers: [container('c', asking(two, two))] }));
  await revoked(t);
  for (const name of [gpu, plain]) await t.delete(`${classes}/${name}`, undefined, { quiet: true });
}

export const group: Group = async (t) => {
  const parts = [customCounts, services, claims, pods, overheads, ranges, priorities, devices];
  for (const part of parts) await part(t);
};
