// What the other plugins that are on in a cluster add to objects, and refuse.

import { grant } from '../rights.ts';
import { inPem, requests } from '../samples/certificate-requests.ts';
import type { Group, Session } from '../session.ts';

export const group: Group = async (t) => {
  await priorities(t);
  await pods(t);
  await resizes(t);
  await classes(t);
  await certificates(t);
};

const spec = { containers: [{ name: 'c', image: 'i' }] };
const dryRun = { dryRun: 'All' };

async function priorities(t: Session): Promise<void> {
  const at = '/apis/scheduling.k8s.io/v1/priorityclasses';
  const create = (note: string, more: object): Promise<unknown> =>
    t.post(
      t.at('pods'),
      { metadata: { name: 'p' }, spec: { ...spec, ...more } },
      { query: dryRun, only: ['spec'], note },
    );
  const named = (name: string, more: object): object => ({
    metadata: { name: `${t.namespace}-${name}` },
    ...more,
  });
  await t.post(at, named('high', { value: 9, preemptionPolicy: 'Never' }), { quiet: true });
  await t.post(at, named('usual', { value: 5, globalDefault: true }), { quiet: true });
  await t.heard(1_000);
  await t.post(at, named('other', { value: 6, globalDefault: true }));
  await t.merge(`${at}/${t.namespace}-high`, { globalDefault: true });
  await t.merge(`${at}/${t.namespace}-usual`, { description: 'd' }, { only: ['description'] });
  await create('the default', {});
  await create('high', { priorityClassName: `${t.namespace}-high` });
  await create('nowhere', { priorityClassName: 'nowhere' });
  await create('of the system', { priorityClassName: 'system-node-critical' });
  await create('the right value', { priority: 5 });
  await create('another value', { priority: 6 });
  await create('another policy', {
    priorityClassName: `${t.namespace}-high`,
    preemptionPolicy: 'PreemptLowerPriority',
  });
  await create('the policy of the class', {
    priorityClassName: `${t.namespace}-high`,
    preemptionPolicy: 'Never',
  });
  for (const name of ['high', 'usual'])
    await t.delete(`${at}/${t.namespace}-${name}`, undefined, { quiet: true });
}

async function pods(t: Session): Promise<void> {
  const nodes = '/api/v1/nodes';
  const node = `${t.namespace}-n`;
  const only = ['metadata', 'spec'];
  const labels = {
    'topology.kubernetes.io/zone': 'z',
    'topology.kubernetes.io/region': 'r',
    'kubernetes.io/os': 'linux',
  };
  await t.post(nodes, { metadata: { name: node, labels } }, { only: ['spec'] });
  const tainted = { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule', value: 'v' }] };
  await t.post(nodes, { metadata: { name: `${node}-t` }, spec: tainted }, { only: ['spec'] });
  await t.merge(`${nodes}/${node}`, { spec: { taints: null } }, { only: ['spec'] });
  await t.heard(1_000);
  const create = (name: string, more: object, metadata: object = {}): Promise<unknown> =>
    t.post(t.at('pods'), { metadata: { name, ...metadata }, spec: { ...spec, ...more } }, { only });
  await create('a', { nodeName: node });
  await create('b', { nodeName: node }, { labels: { 'topology.kubernetes.io/zone': 'mine', l: '1' } });
  await create('c', { nodeName: 'nowhere' });
  await create('d', {}, { labels: { 'topology.kubernetes.io/zone': 'mine' } });
  await t.post(t.at('pods', 'd/binding'), { metadata: { name: 'd' }, target: { kind: 'Node', name: node } });
  await t.get(t.at('pods', 'd'), {}, { only });
  await t.merge(
    t.at('pods', 'd'),
    { metadata: { labels: { 'topology.kubernetes.io/zone': null } } },
    { only },
  );
  await create('e', { tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }] });
  await create('f', { tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] });
  await create('g', { tolerations: [{ operator: 'Exists' }] });
  await t.json(
    t.at('pods', 'e'),
    [{ op: 'add', path: '/spec/tolerations/-', value: { key: 'x', operator: 'Exists' } }],
    { only },
  );
  for (const name of [node, `${node}-t`]) await t.delete(`${nodes}/${name}`, undefined, { quiet: true });
}

async function resizes(t: Session): Promise<void> {
  const nodes = '/api/v1/nodes';
  const allocatable = { cpu: '1', memory: '1Gi' };
  const make = async (name: string, labels: object, status: object = {}): Promise<void> => {
    const node = `${t.namespace}-${name}`;
    await t.post(
      nodes,
      { metadata: { name: node, labels }, status: { allocatable, ...status } },
      { quiet: true },
    );
    const resources = { requests: { cpu: '500m', memory: '100Mi' } };
    await t.post(
      t.at('pods'),
      {
        metadata: { name: `resized-${name}` },
        spec: {
          nodeName: node,
          initContainers: [{ name: 'i', image: 'i', resources }],
          containers: [{ name: 'c', image: 'i', resources }],
        },
      },
      { quiet: true },
    );
  };
  await make('linux', { 'kubernetes.io/os': 'linux' });
  await make('silent', {}, { declaredFeatures: ['InPlacePodVerticalScalingInitContainers'] });
  await make('windows', { 'kubernetes.io/os': 'windows' });
  await make('gone', {});
  await t.delete(`${nodes}/${t.namespace}-gone`, undefined, { quiet: true });
  await t.heard(1_000);
  for (const name of ['linux', 'silent', 'windows', 'gone'])
    for (const [list, container] of [
      ['containers', 'c'],
      ['initContainers', 'i'],
    ] as const)
      for (const requests of [
        { cpu: '750m' },
        { cpu: '1500m' },
        { cpu: '2', memory: '2Gi' },
        { memory: '1.5Gi' },
      ])
        await t.strategic(
          t.at('pods', `resized-${name}/resize`),
          { spec: { [list]: [{ name: container, resources: { requests } }] } },
          { query: dryRun, only: ['kind'], note: `${list} ${JSON.stringify(requests)}` },
        );
  const patch = { metadata: { annotations: { a: 'b' } } };
  await t.merge(t.at('pods', 'resized-gone'), patch, { query: dryRun, only: ['kind'] });
  for (const name of ['linux', 'silent', 'windows'])
    await t.delete(`${nodes}/${t.namespace}-${name}`, undefined, { quiet: true });
}

async function classes(t: Session): Promise<void> {
  const storage = '/apis/storage.k8s.io/v1/storageclasses';
  const claims = t.at('persistentvolumeclaims');
  const only = ['metadata', 'spec'];
  const claim = (name: string, more: object = {}, metadata: object = {}): object => ({
    metadata: { name, ...metadata },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more },
  });
  await t.post(claims, claim('none'), { only });
  const isDefault = { 'storageclass.kubernetes.io/is-default-class': 'true' };
  const name = `${t.namespace}-s`;
  const more = { provisioner: 'p', allowVolumeExpansion: true };
  await t.post(storage, { metadata: { name, annotations: isDefault }, ...more }, { quiet: true });
  await t.heard(1_000);
  await t.post(claims, claim('a'), { only });
  await t.post(claims, claim('b', { storageClassName: '' }), { only });
  await t.post(claims, claim('c', {}, { annotations: { 'volume.beta.kubernetes.io/storage-class': 'x' } }), {
    only,
  });
  await t.post(claims, claim('d', {}, { finalizers: ['kubernetes.io/pvc-protection'] }), { only });
  const grow = { spec: { resources: { requests: { storage: '2Gi' } } } };
  await t.merge(`${claims}/a`, grow, { note: 'unbound' });
  for (const each of ['a', 'b'])
    await t.merge(`${claims}/${each}/status`, { status: { phase: 'Bound' } }, { quiet: true });
  await t.merge(`${claims}/a`, grow, { only: ['spec'], note: 'bound' });
  await t.merge(`${claims}/b`, grow, { note: 'of no class' });
  await t.delete(`${storage}/${name}`, undefined, { quiet: true });
  await t.heard(1_000);
  await t.merge(
    `${claims}/a`,
    { spec: { resources: { requests: { storage: '3Gi' } } } },
    { note: 'of a class that has gone' },
  );

  const ingresses = `/apis/networking.k8s.io/v1/namespaces/${t.namespace}/ingresses`;
  const ingressClasses = '/apis/networking.k8s.io/v1/ingressclasses';
  const ingress = (each: string, spec2: object = {}, annotations: object = {}): object => ({
    metadata: { name: each, annotations },
    spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } }, ...spec2 },
  });
  await t.post(
    ingressClasses,
    {
      metadata: { name, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: { controller: 'example.com/c' },
    },
    { quiet: true },
  );
  await t.heard(1_000);
  await t.post(ingresses, ingress('a'), { only: ['spec'] });
  await t.post(ingresses, ingress('b', { ingressClassName: 'x' }), { only: ['spec'] });
  await t.post(ingresses, ingress('c', {}, { 'kubernetes.io/ingress.class': 'x' }), { only: ['spec'] });
  await t.delete(`${ingressClasses}/${name}`, undefined, { quiet: true });
}

async function certificates(t: Session): Promise<void> {
  const at = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const names = { a: 'example.com/a', b: 'example.com/b', c: 'example.org/c' };
  for (const [name, signerName] of Object.entries(names))
    await t.post(
      at,
      {
        metadata: { name: `${t.namespace}-${name}` },
        spec: { request: inPem(requests.elliptic), signerName, usages: ['any'] },
      },
      { quiet: true },
    );
  const writes = {
    apiGroups: ['certificates.k8s.io'],
    resources: [
      'certificatesigningrequests',
      'certificatesigningrequests/approval',
      'certificatesigningrequests/status',
    ],
    verbs: ['get', 'update', 'patch', 'create'],
  };
  const signers = (verbs: readonly string[], ...resourceNames: readonly string[]): object => ({
    apiGroups: ['certificates.k8s.io'],
    resources: ['signers'],
    resourceNames,
    verbs,
  });
  const rules = [
    writes,
    signers(['approve', 'sign'], 'example.com/a'),
    signers(['approve'], 'example.org/*'),
  ];
  await grant(t, 'signer', { rules, where: 'cluster' });
  const headers = { 'impersonate-user': 'signer' };
  const only = ['kind'];
  const condition = { type: 'Approved', status: 'True', reason: 'r', message: 'm' };
  for (const name of Object.keys(names)) {
    const one = `${at}/${t.namespace}-${name}`;
    const approved = { status: { conditions: [condition] } };
    await t.merge(`${one}/approval`, { metadata: { labels: { l: '1' } } }, { headers, only });
    await t.merge(`${one}/approval`, approved, { headers, only });
    await t.merge(`${one}/status`, { metadata: { labels: { l: '2' } } }, { headers, only });
    const failed = { status: { conditions: [condition, { ...condition, type: 'Failed' }] } };
    await t.merge(`${one}/status`, failed, { headers, only });
    await t.delete(one, undefined, { quiet: true });
  }
  for (const [note, request, signerName] of [
    ['masters', requests.masters, 'kubernetes.io/kube-apiserver-client'],
    ['masters of another signer', requests.masters, 'example.com/a'],
    ['another user', requests.elliptic, 'kubernetes.io/kube-apiserver-client'],
  ] as const)
    await t.post(
      at,
      {
        metadata: { name: `${t.namespace}-d` },
        spec: { request: inPem(request), signerName, usages: ['client auth'] },
      },
      { note, only, query: dryRun },
    );
}
