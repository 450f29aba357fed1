// The load: pods of about 6 KB as a cluster has them, a third of it managedFields.

const frame = (name: string): object => ({
  [`k:{"type":"${name}"}`]: { '.': {}, 'f:status': {}, 'f:type': {} },
});

function managed(manager: string, fields: number, subresource?: string): object {
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-01-01T00:00:05Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:metadata': { 'f:labels': Array.from({ length: fields }, (_, n) => frame(`f${n}`)) } },
    ...(subresource !== undefined && { subresource }),
  };
}

function container(name: string, index: number, main: boolean): object {
  return {
    name,
    image: `registry.example.com/team/${name}:v1.${index % 97}.0`,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    ...(main && {
      args: ['--port=8080', '--log-level=info', `--shard=${index % 16}`],
      env: [
        { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
        { name: 'DATABASE_URL', value: 'postgres://db.example.com:5432/app?sslmode=require' },
      ],
      livenessProbe: { httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' }, periodSeconds: 10 },
    }),
    resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
    volumeMounts: [
      { name: 'config', readOnly: true, mountPath: '/etc/app' },
      { name: 'api-access', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  };
}

function containerStatus(name: string, index: number): object {
  const digest = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  return {
    name,
    state: { running: { startedAt: '2026-01-01T00:00:03Z' } },
    lastState: {},
    ready: true,
    restartCount: 0,
    image: `registry.example.com/team/${name}:v1.${index % 97}.0`,
    imageID: `registry.example.com/team/${name}@sha256:${digest}`,
    containerID: `containerd://${digest}`,
    started: true,
  };
}

/** A pod without its managedFields last: as the API server prints it, apiVersion and kind aside. */
function pod(index: number): object {
  const app = `web-${index % 1000}`;
  const replicaSet = `web-${String(index).padStart(4, '0')}-5d78c9869d`;
  const address = `10.${index % 250}.${(index >> 8) % 250}.${index % 250}`;
  return {
    metadata: {
      name: `${replicaSet}-${index}`,
      generateName: `${replicaSet}-`,
      namespace: '@namespace@',
      uid: `${(index + 0x10000000).toString(16)}-1111-4222-8333-444444444444`,
      resourceVersion: '@version@',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app, 'pod-template-hash': '5d78c9869d', tier: ['front', 'back', 'data'][index % 3] },
      annotations: {
        'prometheus.io/scrape': 'true',
        'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z',
        'checksum/config': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: replicaSet,
          uid: '0f0f0f0f-1111-4222-8333-444444444444',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: [managed('kube-controller-manager', 13), managed('kubelet', 17, 'status')],
    },
    spec: {
      volumes: [
        {
          name: 'api-access',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            ],
            defaultMode: 420,
          },
        },
        { name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } },
      ],
      containers: [container('app', index, true), container('sidecar', index, false)],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      serviceAccount: 'default',
      nodeName: `node-${index % 200}`,
      securityContext: {},
      schedulerName: 'default-scheduler',
      tolerations: ['not-ready', 'unreachable'].map((key) => ({
        key: `node.kubernetes.io/${key}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: {
      phase: 'Running',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: '2026-01-01T00:00:05Z',
      })),
      hostIP: `10.0.${index % 200}.1`,
      podIP: address,
      podIPs: [{ ip: address }],
      startTime: '2026-01-01T00:00:00Z',
      containerStatuses: [containerStatus('app', index), containerStatus('sidecar', index)],
      qosClass: 'Burstable',
    },
  };
}

// Pods differ in little, and printing them anew each time would make the server the bottleneck.
const templates = new Map<number, Template>();
const variety = 3000;

/** The JSON of a pod at a version, as an item of a list (without kind) has it. */
export function podText(index: number, version: number): string {
  return podBytes(index, version).toString('latin1');
}

/** The same as bytes. Pods come in the order of their keys, as API servers list: a client may take other pages for none. */
export function podBytes(index: number, version: number): Buffer {
  const [head, afterName, afterNamespace, afterUid, rest] = template(index % variety);
  const namespace = Buffer.from(`team-${String(Math.floor(index / variety)).padStart(3, '0')}`);
  const name = Buffer.from(String(index));
  const uid = Buffer.from((index + 0x10000000).toString(16));
  return Buffer.concat([
    head,
    name,
    afterName,
    namespace,
    afterNamespace,
    uid,
    afterUid,
    Buffer.from(String(version)),
    rest,
  ]);
}

/** Where in a pod's bytes its version is. */
export function versionAt(bytes: Buffer): number {
  return bytes.indexOf(versionKey) + versionKey.length;
}

const versionKey = '"resourceVersion":"';

/** Prints what pods are made of, so that none has to wait for it. */
export function printTemplates(): void {
  for (let index = 0; index < variety; index += 1) template(index);
}

type Template = readonly [
  head: Buffer,
  afterName: Buffer,
  afterNamespace: Buffer,
  afterUid: Buffer,
  rest: Buffer,
];

function template(index: number): Template {
  let parts = templates.get(index);
  if (!parts) {
    const name = `-5d78c9869d-${index}"`;
    const uid = (index + 0x10000000).toString(16);
    parts = JSON.stringify(pod(index))
      .replace(name, '-5d78c9869d-@name@"')
      .replace(uid, '@uid@')
      .split(/@(?:name|namespace|uid|version)@/)
      .map((part) => Buffer.from(part)) as unknown as Template;
    templates.set(index, parts);
  }
  return parts;
}
