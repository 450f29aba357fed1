// Values at the edge: uids that a client names, lists without items, zeros, and whole numbers beyond 2^53.

import type { Group, Session } from '../session.ts';
import {
  container,
  daemonSet,
  deployment,
  job,
  named,
  pod,
  podSpec,
  service,
  template,
} from '../workloads.ts';

export const group: Group = async (t) => {
  await uids(t);
  await scalers(t);
  await empties(t);
  await zeros(t);
  await numbers(t);
};

const strange = '01234567-89ab-cdef-0123-456789abcdef';

async function uids(t: Session): Promise<void> {
  const at = t.at('configmaps', 'u');
  const config = (metadata: object, data: object = { a: 'b' }): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'u', ...metadata },
    data,
  });
  await t.apply(at, config({ uid: strange }), { note: 'uid of none' });
  await t.apply(at, config({ uid: '' }), { note: 'empty uid' });
  const { metadata } = await t.get(at, {}, { quiet: true });
  await t.apply(at, config({ uid: metadata['uid'] }), { note: 'its uid' });
  await t.apply(at, config({ uid: strange }), { note: 'another uid' });
  await t.apply(at, config({ uid: strange }), { note: 'another uid, by force', query: { force: true } });
  await t.apply(at, config({ resourceVersion: '1' }), { note: 'an old version' });
  await t.apply(at, config({ uid: metadata['uid'] }, { a: 'c' }), { note: 'its uid again' });
  await t.merge(at, { metadata: { uid: strange } }, { note: 'another uid' });
  await t.put(at, config({ uid: strange }), { note: 'another uid' });
  await t.post(t.at('configmaps'), { metadata: { name: 'v', uid: strange, generation: 7 } });
}

async function scalers(t: Session): Promise<void> {
  const scalers = `/apis/autoscaling/v2/namespaces/${t.namespace}/horizontalpodautoscalers`;
  const scaler = (name: string, more: object): object =>
    named('autoscaling/v2 HorizontalPodAutoscaler', name, {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
      ...more,
    });
  const only = ['spec'];
  const post = async (name: string, more: object): Promise<unknown> =>
    await t.post(scalers, scaler(name, more), { note: JSON.stringify(more), only });
  await post('a', { behavior: { scaleUp: { policies: [] } } });
  await post('b', { behavior: { scaleDown: { policies: [] } } });
  await post('c', { behavior: { scaleUp: {} } });
  await post('d', { behavior: { scaleUp: { policies: null } } });
  await post('e', { behavior: {} });
  await post('f', { metrics: [] });
  await post('g', { minReplicas: 0 });
  await t.merge(`${scalers}/c`, { spec: { behavior: { scaleUp: { policies: [] } } } }, { only });
}

async function empties(t: Session): Promise<void> {
  const at = (group: string, plural: string): string => `/apis/${group}/namespaces/${t.namespace}/${plural}`;
  const only = ['spec', 'rules', 'subjects', 'data', 'template'];
  const quietly = { only } as const;
  const rbac = 'rbac.authorization.k8s.io/v1';
  for (const [index, rules] of [
    [],
    null,
    undefined,
    [{ verbs: ['get'], apiGroups: [], resources: ['x'] }],
  ].entries())
    await t.post(at(rbac, 'roles'), { metadata: { name: `r${index}` }, rules }, quietly);
  await t.merge(`${at(rbac, 'roles')}/r3`, { rules: [] }, quietly);
  await t.json(`${at(rbac, 'roles')}/r3`, [{ op: 'add', path: '/rules', value: [{ verbs: [] }] }], quietly);
  await t.apply(`${at(rbac, 'roles')}/r3`, {
    apiVersion: rbac,
    kind: 'Role',
    metadata: { name: 'r3' },
    rules: [],
  });
  for (const [index, spec] of [
    { podSelector: {}, ingress: [], egress: [] },
    { podSelector: {}, policyTypes: [] },
    { podSelector: {}, egress: [{}] },
    { ingress: [{ from: [], ports: [] }] },
    { podSelector: { matchLabels: {}, matchExpressions: [] }, policyTypes: ['Egress'], egress: [] },
  ].entries())
    await t.post(
      at('networking.k8s.io/v1', 'networkpolicies'),
      named('networking.k8s.io/v1 NetworkPolicy', `n${index}`, spec),
      quietly,
    );
  await t.post(
    t.at('pods'),
    pod('p0', { tolerations: [], volumes: [{ name: 'v', projected: { sources: [] } }] }),
    quietly,
  );
  await t.post(
    t.at('pods'),
    pod('p1', { volumes: [{ name: 'v', configMap: { name: 'c', items: [] } }] }),
    quietly,
  );
  await t.post(
    t.at('pods'),
    pod('p2', { containers: [container('c', { securityContext: { capabilities: { add: [], drop: [] } } })] }),
    quietly,
  );
  await t.post(
    t.at('pods'),
    pod('p3', {
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] }, podAffinity: {} },
    }),
    quietly,
  );
  await t.post(
    t.at('pods'),
    pod('p4', {
      containers: [
        container('c', {
          env: [{ name: 'A', value: '' }],
          envFrom: [],
          livenessProbe: { exec: { command: [] } },
        }),
      ],
    }),
    quietly,
  );
  await t.post(
    t.at('services'),
    service('s0', { selector: {}, externalIPs: [], sessionAffinityConfig: {} }),
    quietly,
  );
  await t.post(
    t.at('services'),
    service('s1', { type: '', clusterIP: '', sessionAffinity: '', externalName: '' }),
    quietly,
  );
  await t.post(
    at('batch/v1', 'jobs'),
    job('j0', { podFailurePolicy: { rules: [] }, template: { spec: podSpec({ restartPolicy: 'Never' }) } }),
    quietly,
  );
  await t.post(
    at('batch/v1', 'jobs'),
    job('j1', { successPolicy: { rules: [] }, completionMode: 'Indexed', completions: 2 }),
    quietly,
  );
}

async function zeros(t: Session): Promise<void> {
  const at = (group: string, plural: string): string => `/apis/${group}/namespaces/${t.namespace}/${plural}`;
  const only = ['spec', 'metadata', 'data', 'type'];
  const post = async (path: string, object: object): Promise<unknown> => await t.post(path, object, { only });
  await post(
    t.at('pods'),
    pod('z0', {
      hostNetwork: false,
      hostPID: false,
      nodeName: '',
      hostname: '',
      priority: 0,
      shareProcessNamespace: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: 0,
      schedulerName: '',
      dnsPolicy: '',
      restartPolicy: '',
      serviceAccountName: '',
      securityContext: { runAsUser: 0, runAsNonRoot: false, fsGroup: 0 },
      containers: [
        container('c', {
          stdin: false,
          tty: false,
          workingDir: '',
          imagePullPolicy: '',
          terminationMessagePath: '',
          ports: [{ containerPort: 80, hostPort: 0, name: '', protocol: '', hostIP: '' }],
          livenessProbe: {
            httpGet: { port: 80, path: '', scheme: '' },
            periodSeconds: 0,
            initialDelaySeconds: 0,
            failureThreshold: 0,
          },
          volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: false, subPath: '' }],
          securityContext: { privileged: false, readOnlyRootFilesystem: false },
          env: [
            { name: 'B', value: '' },
            { name: 'C', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } },
          ],
          resources: { limits: { cpu: '0' } },
        }),
      ],
      volumes: [
        { name: 'v', emptyDir: { medium: '', sizeLimit: '0' } },
        { name: 's', secret: { secretName: 'x', optional: false, defaultMode: 0 } },
        { name: 'h', hostPath: { path: '/x', type: '' } },
      ],
    }),
  );
  await post(
    at('apps/v1', 'deployments'),
    deployment('z1', {
      replicas: 0,
      paused: false,
      minReadySeconds: 0,
      revisionHistoryLimit: 0,
      progressDeadlineSeconds: 600,
      strategy: { type: '' },
    }),
  );
  await post(
    at('apps/v1', 'daemonsets'),
    daemonSet('z2', { minReadySeconds: 0, updateStrategy: { type: '', rollingUpdate: null } }),
  );
  await post(
    at('batch/v1', 'jobs'),
    job('z3', {
      parallelism: 0,
      backoffLimit: 0,
      ttlSecondsAfterFinished: 0,
      suspend: false,
      manualSelector: false,
    }),
  );
  await post(
    t.at('services'),
    service('z4', {
      publishNotReadyAddresses: false,
      healthCheckNodePort: 0,
      ports: [{ port: 80, nodePort: 0, name: '', protocol: '', targetPort: 0 }],
    }),
  );
  await post(t.at('secrets'), { metadata: { name: 'z5' }, type: '', immutable: false, data: { a: '' } });
  await post(t.at('configmaps'), {
    metadata: { name: 'z6', generateName: '', labels: { a: '' } },
    data: { a: '' },
    immutable: false,
  });
  await post(t.at('serviceaccounts'), {
    metadata: { name: 'z7' },
    automountServiceAccountToken: false,
    secrets: [],
  });
  await post(
    t.at('persistentvolumeclaims'),
    named('v1 PersistentVolumeClaim', 'z8', {
      accessModes: ['ReadWriteOnce'],
      volumeName: '',
      storageClassName: '',
      resources: { requests: { storage: '1Gi' } },
    }),
  );
  await post(
    at('networking.k8s.io/v1', 'ingresses'),
    named('networking.k8s.io/v1 Ingress', 'z9', {
      rules: [
        {
          host: '',
          http: {
            paths: [
              {
                path: '',
                pathType: 'ImplementationSpecific',
                backend: { service: { name: 's', port: { number: 0, name: 'x' } } },
              },
            ],
          },
        },
      ],
    }),
  );
  await post(
    t.at('replicationcontrollers'),
    named('v1 ReplicationController', 'z10', { replicas: 0, selector: {}, template: template() }),
  );
}

async function numbers(t: Session): Promise<void> {
  const large = 9007199254740993n;
  const only = ['spec'];
  const jobs = `/apis/batch/v1/namespaces/${t.namespace}/jobs`;
  await t.post(jobs, job('n', { activeDeadlineSeconds: large }), { only });
  await t.merge(`${jobs}/n`, { spec: { activeDeadlineSeconds: large + 2n } }, { only });
  await t.strategic(`${jobs}/n`, { spec: { activeDeadlineSeconds: large + 4n } }, { only });
  await t.json(
    `${jobs}/n`,
    [
      { op: 'test', path: '/spec/activeDeadlineSeconds', value: large + 4n },
      { op: 'replace', path: '/spec/activeDeadlineSeconds', value: large + 6n },
    ],
    { only },
  );
  await t.apply(`${jobs}/n`, job('n', { activeDeadlineSeconds: large + 8n }), {
    query: { force: true },
    only,
  });
  await t.post(
    t.at('pods'),
    pod('n', { securityContext: { runAsUser: large }, terminationGracePeriodSeconds: large }),
    { only },
  );
  await t.post(
    t.at('pods'),
    pod('o', {
      containers: [
        container('c', { resources: { limits: { memory: large, 'example.com/x': '9223372036854775807' } } }),
      ],
    }),
    { only },
  );
  await t.post(t.at('configmaps'), { metadata: { name: 'n', generation: large }, data: {} });
  const quotas = t.at('resourcequotas');
  await t.post(
    quotas,
    named('v1 ResourceQuota', 'n', {
      hard: { pods: '9223372036854775808', 'requests.memory': '9223372036854775807' },
    }),
    { only },
  );
}
