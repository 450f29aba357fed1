// What the real server advises about pods, and about templates of pods in all that makes them.

import type { Ask, Group, Session } from '../session.ts';
import {
  container,
  cronJob,
  daemonSet,
  deployment,
  job,
  named,
  pod,
  podSpec,
  replicaSet,
  statefulSet,
} from '../workloads.ts';

const labels = { app: 'a' };
const only = ['spec', 'kind', 'message', 'template'];
const dry = (note: string): Ask => ({ query: { dryRun: 'All' }, note, only: ['kind', 'message'] });

const faulty: Readonly<Record<string, { readonly spec?: object; readonly annotations?: object }>> = {
  'a label of nodes': { spec: { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } } },
  'node affinity': {
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'beta.kubernetes.io/arch', operator: 'Exists' }] },
            ],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 1,
              preference: {
                matchExpressions: [
                  { key: 'failure-domain.beta.kubernetes.io/zone', operator: 'In', values: ['a b', 'c'] },
                ],
              },
            },
          ],
        },
      },
    },
  },
  'pod affinity': {
    spec: {
      affinity: {
        podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a' }] },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, podAffinityTerm: { topologyKey: 'a' } },
          ],
        },
      },
    },
  },
  spread: {
    spec: {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'failure-domain.beta.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
        },
      ],
    },
  },
  'old annotations': {
    annotations: {
      'scheduler.alpha.kubernetes.io/critical-pod': '',
      'security.alpha.kubernetes.io/sysctls': 'x',
      'security.alpha.kubernetes.io/unsafe-sysctls': 'x',
    },
  },
  'old volumes': {
    spec: {
      volumes: [
        { name: 'a', photonPersistentDisk: { pdID: 'x' } },
        { name: 'c', scaleIO: { gateway: 'g', system: 's', secretRef: { name: 'r' }, volumeName: 'v' } },
        { name: 'd', flocker: { datasetName: 'x' } },
        { name: 'e', storageos: { volumeName: 'x', volumeNamespace: 'y' } },
        { name: 'f', quobyte: { registry: 'r:1', volume: 'v' } },
        { name: 'g', glusterfs: { endpoints: 'e', path: 'p' } },
        { name: 'h', cephfs: { monitors: ['m'] } },
        { name: 'i', rbd: { monitors: ['m'], image: 'i' } },
        {
          name: 'j',
          ephemeral: {
            volumeClaimTemplate: {
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1500m' } } },
            },
          },
        },
      ],
    },
  },
  overlaps: {
    spec: {
      volumes: [
        {
          name: 'a',
          configMap: {
            name: 'm',
            items: [
              { key: 'a', path: 'p' },
              { key: 'b', path: 'p/q' },
              { key: 'c', path: 'p' },
              { key: 'd', path: 'pq' },
            ],
          },
        },
        {
          name: 'b',
          secret: {
            secretName: 's',
            items: [
              { key: 'a', path: 'x/y' },
              { key: 'b', path: 'x' },
            ],
          },
        },
        {
          name: 'c',
          downwardAPI: {
            items: [
              { path: 'p', fieldRef: { fieldPath: 'metadata.name' } },
              { path: 'p', fieldRef: { fieldPath: 'metadata.uid' } },
            ],
          },
        },
        {
          name: 'd',
          projected: {
            sources: [
              { configMap: { name: 'm', items: [{ key: 'a', path: 'p' }] } },
              { secret: { name: 's', items: [{ key: 'a', path: 'p/q' }] } },
              { serviceAccountToken: { path: 'p' } },
            ],
          },
        },
      ],
    },
  },
  'no sources': { spec: { volumes: [{ name: 'a', projected: { sources: [{}] } }] } },
  lists: {
    spec: {
      hostAliases: [{ ip: '1.2.3.4' }, { ip: '1.2.3.4' }, { ip: '1.2.3.5' }],
      imagePullSecrets: [{ name: 'a' }, { name: 'a' }, {}],
    },
  },
  fractions: {
    spec: {
      containers: [
        container('c', {
          resources: {
            limits: { memory: '1500m', 'ephemeral-storage': '1500m' },
            requests: { memory: '500m', 'ephemeral-storage': '0.5' },
          },
        }),
      ],
      initContainers: [container('i', { resources: { requests: { memory: '100m' } } })],
    },
  },
  variables: {
    spec: {
      containers: [
        container('c', {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
            { name: 'B', value: '1' },
            { name: 'B', value: '$(B)2' },
            { name: 'C', value: '1' },
            { name: 'C', value: '$(C)' },
            { name: 'D', value: '1' },
            { name: 'D', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          ],
        }),
      ],
    },
  },
  ports: {
    spec: {
      containers: [
        container('c', {
          ports: [
            { containerPort: 80, name: 'http' },
            { containerPort: 80 },
            { containerPort: 80, hostPort: 8080 },
            { containerPort: 80, hostPort: 8080, hostIP: '1.2.3.4' },
            { containerPort: 81, hostIP: '1.2.3.4' },
          ],
        }),
        container('d', {
          ports: [{ containerPort: 80, protocol: 'UDP', name: 'http' }, { containerPort: 81 }],
        }),
      ],
    },
  },
  grace: { spec: { terminationGracePeriodSeconds: -5 } },
  addresses: {
    spec: { dnsConfig: { nameservers: ['2001:DB8::1', '8.8.8.8'] }, hostAliases: [{ ip: '2001:db8:0::1' }] },
  },
  'seccomp annotations': {
    annotations: {
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
      'container.seccomp.security.alpha.kubernetes.io/c': 'runtime/default',
    },
  },
  'an AppArmor annotation': {
    annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'runtime/default' },
  },
  'an AppArmor annotation as the pod': {
    annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' },
    spec: { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  },
  'an empty AppArmor annotation': {
    annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'localhost/' },
  },
};

export const group: Group = async (t) => {
  const at = (group: string, plural: string): string => `/apis/${group}/namespaces/${t.namespace}/${plural}`;
  for (const [note, { spec = {}, annotations }] of Object.entries(faulty)) {
    const template = { metadata: { labels, ...(annotations && { annotations }) }, spec: podSpec(spec) };
    await t.post(
      t.at('pods'),
      { ...pod('a', spec), metadata: { name: 'a', ...(annotations && { annotations }) } },
      dry(note),
    );
    await t.post(at('apps/v1', 'deployments'), deployment('a', { template }), dry(note));
  }
  const spec = { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } };
  const template = { metadata: { labels }, spec: podSpec(spec) };
  const never = { spec: podSpec({ ...spec, restartPolicy: 'Never' }) };
  const objects: readonly (readonly [path: string, object: object, change: object])[] = [
    [at('apps/v1', 'deployments'), deployment('w', { template }), { replicas: 2 }],
    [at('apps/v1', 'replicasets'), replicaSet('w', { template }), { replicas: 2 }],
    [at('apps/v1', 'daemonsets'), daemonSet('w', { template }), { minReadySeconds: 2 }],
    [at('apps/v1', 'statefulsets'), statefulSet('w', { template }), { replicas: 2 }],
    [
      t.at('replicationcontrollers'),
      named('v1 ReplicationController', 'w', { template, selector: labels }),
      { replicas: 2 },
    ],
    [at('batch/v1', 'jobs'), job('w', { template: never }), { suspend: true }],
    [
      at('batch/v1', 'jobs'),
      job('x', { completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 }),
      { suspend: true },
    ],
    [
      at('batch/v1', 'cronjobs'),
      cronJob('w', { jobTemplate: { spec: { template: never } } }),
      { schedule: '* * * * 1' },
    ],
    [t.at('podtemplates'), { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'w' }, template }, {}],
  ];
  for (const [path, object, change] of objects) {
    const { name } = (object as { metadata: { name: string } }).metadata;
    await t.post(path, object, { only });
    await t.merge(`${path}/${name}`, { metadata: { labels: { l: 'm' } } }, { only, note: 'labels' });
    await t.merge(`${path}/${name}`, { spec: change }, { only, note: JSON.stringify(change) });
  }
  await t.post(t.at('pods'), pod('status'), { only });
  await t.merge(
    t.at('pods', 'status/status'),
    { status: { podIPs: [{ ip: '2001:DB8::1' }], hostIP: '1.2.3.4', hostIPs: [{ ip: '1.2.3.4' }] } },
    { only: ['kind', 'message'] },
  );
  await disabled(t);
};

// Fields of features that are off, and annotations that become fields.
async function disabled(t: Session): Promise<void> {
  const whole: Ask = { only: ['spec', 'metadata', 'kind', 'message', 'details'] };
  const deployments = `/apis/apps/v1/namespaces/${t.namespace}/deployments`;
  const projected = (...sources: object[]): object => ({ volumes: [{ name: 'v', projected: { sources } }] });
  const specs = [
    { containers: [container('c', { lifecycle: { stopSignal: 'SIGTERM' } })], os: { name: 'linux' } },
    {
      containers: [
        container('c', { lifecycle: { stopSignal: 'SIGTERM', preStop: { sleep: { seconds: 1 } } } }),
      ],
    },
    projected({ clusterTrustBundle: { name: 'b', path: 'p' } }, { serviceAccountToken: { path: 't' } }),
    projected({
      podCertificate: {
        signerName: 'a.example.com/b',
        keyType: 'ED25519',
        keyPath: 'k',
        certificateChainPath: 'c',
      },
    }),
    { schedulingGroup: { podGroupName: 'g' } },
  ];
  for (const [at, spec] of specs.entries()) {
    await t.post(t.at('pods'), pod(`off-${at}`, spec), whole);
    const template = { metadata: { labels }, spec: podSpec(spec) };
    await t.post(deployments, deployment(`off-${at}`, { template }), whole);
  }
  const key = 'container.apparmor.security.beta.kubernetes.io/c';
  const confined = (name: string, annotation: string, spec: object = {}): object => ({
    ...pod(name, spec),
    metadata: { name, annotations: { [key]: annotation } },
  });
  await t.post(t.at('pods'), confined('armor-0', 'runtime/default'), whole);
  await t.post(t.at('pods'), confined('armor-1', 'localhost/a/b'), whole);
  await t.post(t.at('pods'), confined('armor-2', 'localhost/ a'), whole);
  await t.post(t.at('pods'), confined('armor-3', 'localhost/'), whole);
  await t.post(t.at('pods'), confined('armor-4', 'unconfined', { os: { name: 'windows' } }), whole);
  const ofPod = { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } };
  await t.post(t.at('pods'), confined('armor-5', 'unconfined', ofPod), whole);
  await t.post(t.at('pods'), confined('armor-6', 'runtime/default', ofPod), whole);
  await t.post(t.at('pods'), confined('armor-7', 'other'), whole);
}
