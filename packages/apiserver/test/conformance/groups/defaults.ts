import type { Group } from '../session.ts';
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
  service,
  statefulSet,
  template,
} from '../workloads.ts';

// What the real server makes of an object that says as little as it may.
export const group: Group = async (t) => {
  const probe = { httpGet: { port: 80 } };
  const kinds: readonly (readonly [path: string, object: object])[] = [
    [t.at('pods'), pod('a')],
    [
      t.at('pods'),
      pod('b', { hostNetwork: true, containers: [container('c', { ports: [{ containerPort: 80 }] })] }),
    ],
    [
      t.at('pods'),
      pod('requests', {
        containers: [
          container('c', { resources: { limits: { cpu: '1', memory: '1Gi' } } }),
          container('d', { resources: { requests: { cpu: '1' } } }),
        ],
      }),
    ],
    [
      t.at('pods'),
      pod('guaranteed', {
        containers: [container('c', { resources: { limits: { cpu: '1', memory: '1Gi' } } })],
      }),
    ],
    [
      t.at('pods'),
      pod('accounts', {
        serviceAccountName: 'x',
        securityContext: { runAsUser: 1 },
        tolerations: [{ key: 'k', operator: 'Exists' }],
      }),
    ],
    [
      t.at('pods'),
      pod('probes', {
        serviceAccountName: 'x',
        containers: [
          container('c', {
            image: 'registry/i:1.2',
            ports: [
              { containerPort: 80, name: 'http' },
              { containerPort: 53, protocol: 'UDP' },
            ],
            livenessProbe: probe,
            readinessProbe: { tcpSocket: { port: 1 } },
            startupProbe: { exec: { command: ['x'] }, periodSeconds: 3 },
            lifecycle: { preStop: { httpGet: { port: 1 } } },
            env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
          }),
          container('d', { image: 'i:latest', livenessProbe: { grpc: { port: 1 } } }),
          container('e', {
            image: 'i@sha256:0123456789012345678901234567890123456789012345678901234567890123',
          }),
        ],
        initContainers: [container('init')],
        volumes: [
          { name: 'empty' },
          { name: 'dir', emptyDir: {} },
          { name: 'cm', configMap: { name: 'x' } },
          { name: 'secret', secret: { secretName: 'x' } },
          { name: 'host', hostPath: { path: '/x' } },
          { name: 'api', downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } },
          {
            name: 'all',
            projected: {
              sources: [
                { serviceAccountToken: { path: 't' } },
                { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } },
              ],
            },
          },
          {
            name: 'own',
            ephemeral: {
              volumeClaimTemplate: {
                spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
              },
            },
          },
        ],
      }),
    ],
    [`/apis/apps/v1/namespaces/${t.namespace}/deployments`, deployment('a')],
    [
      `/apis/apps/v1/namespaces/${t.namespace}/deployments`,
      deployment('b', { replicas: 0, strategy: { type: 'Recreate' } }),
    ],
    [
      `/apis/apps/v1/namespaces/${t.namespace}/deployments`,
      deployment('c', { strategy: { rollingUpdate: { maxSurge: 1 } } }),
    ],
    [`/apis/apps/v1/namespaces/${t.namespace}/replicasets`, replicaSet('a')],
    [`/apis/apps/v1/namespaces/${t.namespace}/statefulsets`, statefulSet('a')],
    [
      `/apis/apps/v1/namespaces/${t.namespace}/statefulsets`,
      statefulSet('b', {
        volumeClaimTemplates: [
          {
            metadata: { name: 'd' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      }),
    ],
    [`/apis/apps/v1/namespaces/${t.namespace}/daemonsets`, daemonSet('a')],
    [`/apis/batch/v1/namespaces/${t.namespace}/jobs`, job('a')],
    [`/apis/batch/v1/namespaces/${t.namespace}/jobs`, job('b', { completions: 3 })],
    [`/apis/batch/v1/namespaces/${t.namespace}/jobs`, job('c', { parallelism: 3 })],
    [`/apis/batch/v1/namespaces/${t.namespace}/cronjobs`, cronJob('a')],
    [t.at('replicationcontrollers'), named('v1 ReplicationController', 'a', { template: template() })],
    [
      t.at('podtemplates'),
      { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'a' }, template: template() },
    ],
    [t.at('services'), service('a')],
    [t.at('services'), service('headless', { clusterIP: 'None' })],
    [t.at('services'), service('node-port', { type: 'NodePort' })],
    [t.at('services'), service('balanced', { type: 'LoadBalancer' })],
    [
      t.at('services'),
      service('external', { type: 'ExternalName', externalName: 'x.example.com', ports: undefined }),
    ],
    [
      t.at('services'),
      service('sticky', {
        sessionAffinity: 'ClientIP',
        ports: [
          { name: 'a', port: 1, targetPort: 'x' },
          { name: 'b', port: 2, protocol: 'UDP' },
        ],
      }),
    ],
    [
      t.at('persistentvolumeclaims'),
      named('v1 PersistentVolumeClaim', 'a', {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      }),
    ],
    [
      '/api/v1/persistentvolumes',
      named('v1 PersistentVolume', t.namespace, {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        hostPath: { path: '/x' },
      }),
    ],
    [t.at('secrets'), named('v1 Secret', 'a')],
    [t.at('serviceaccounts'), named('v1 ServiceAccount', 'a')],
    [
      t.at('endpoints'),
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'a' },
        subsets: [{ addresses: [{ ip: '1.2.3.4' }], ports: [{ port: 80 }] }],
      },
    ],
    [
      t.at('limitranges'),
      named('v1 LimitRange', 'a', { limits: [{ type: 'Container', max: { cpu: '4' } }] }),
    ],
    [t.at('resourcequotas'), named('v1 ResourceQuota', 'a', { hard: { configmaps: '100' } })],
    ['/api/v1/nodes', named('v1 Node', t.namespace)],
    ['/api/v1/namespaces', named('v1 Namespace', `${t.namespace}-x`)],
    [
      `/apis/networking.k8s.io/v1/namespaces/${t.namespace}/ingresses`,
      named('networking.k8s.io/v1 Ingress', 'a', {
        rules: [
          {
            host: 'x.example.com',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } },
              ],
            },
          },
        ],
      }),
    ],
    [
      `/apis/networking.k8s.io/v1/namespaces/${t.namespace}/networkpolicies`,
      named('networking.k8s.io/v1 NetworkPolicy', 'a', { podSelector: {} }),
    ],
    [
      `/apis/networking.k8s.io/v1/namespaces/${t.namespace}/networkpolicies`,
      named('networking.k8s.io/v1 NetworkPolicy', 'b', {
        podSelector: {},
        egress: [{ ports: [{ port: 80 }] }],
      }),
    ],
    [
      '/apis/networking.k8s.io/v1/ingressclasses',
      named('networking.k8s.io/v1 IngressClass', t.namespace, { controller: 'example.com/x' }),
    ],
    [
      `/apis/autoscaling/v2/namespaces/${t.namespace}/horizontalpodautoscalers`,
      named('autoscaling/v2 HorizontalPodAutoscaler', 'a', {
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
      }),
    ],
    [
      `/apis/autoscaling/v2/namespaces/${t.namespace}/horizontalpodautoscalers`,
      named('autoscaling/v2 HorizontalPodAutoscaler', 'b', {
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
        behavior: { scaleUp: { stabilizationWindowSeconds: 5 } },
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 50 } },
          },
        ],
      }),
    ],
    [
      `/apis/policy/v1/namespaces/${t.namespace}/poddisruptionbudgets`,
      named('policy/v1 PodDisruptionBudget', 'a', {
        minAvailable: 1,
        selector: { matchLabels: { app: 'a' } },
      }),
    ],
    [
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}/roles`,
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'a' }, rules: [] },
    ],
    [
      `/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}/rolebindings`,
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'a' },
        roleRef: { kind: 'Role', name: 'a' },
        subjects: [
          { kind: 'User', name: 'u' },
          { kind: 'Group', name: 'g' },
          { kind: 'ServiceAccount', name: 's', namespace: 'n' },
        ],
      },
    ],
    [
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: t.namespace },
        roleRef: { kind: 'ClusterRole', name: 'a' },
        subjects: [{ kind: 'User', name: 'u' }],
      },
    ],
    [
      '/apis/storage.k8s.io/v1/storageclasses',
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: t.namespace },
        provisioner: 'example.com/x',
      },
    ],
    [
      '/apis/storage.k8s.io/v1/csidrivers',
      named('storage.k8s.io/v1 CSIDriver', `${t.namespace}.example.com`, {}),
    ],
    [
      '/apis/scheduling.k8s.io/v1/priorityclasses',
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: t.namespace },
        value: 5,
      },
    ],
    [
      `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`,
      named('coordination.k8s.io/v1 Lease', 'a', {}),
    ],
    [
      `/apis/discovery.k8s.io/v1/namespaces/${t.namespace}/endpointslices`,
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'a' },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['1.2.3.4'] }],
        ports: [{ port: 80 }],
      },
    ],
    [
      '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: t.namespace },
        webhooks: [
          {
            name: 'a.example.com',
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
            failurePolicy: 'Ignore',
            clientConfig: { service: { name: 's', namespace: 'none' } },
            rules: [
              {
                apiGroups: ['none.example.com'],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['things'],
              },
            ],
          },
        ],
      },
    ],
  ];
  for (const [path, object] of kinds) await t.post(path, object);
  await t.merge(`/apis/apps/v1/namespaces/${t.namespace}/deployments/a`, {
    spec: { replicas: null, strategy: null },
  });
  await t.merge(`/apis/apps/v1/namespaces/${t.namespace}/deployments/a`, {
    spec: { template: { spec: { containers: [container('c', { ports: [{ containerPort: 8080 }] })] } } },
  });
  await t.put(`/apis/apps/v1/namespaces/${t.namespace}/deployments/b`, deployment('b'));
  await t.strategic(`/apis/apps/v1/namespaces/${t.namespace}/deployments/c`, {
    spec: { template: { spec: { containers: [{ name: 'd', image: 'j', livenessProbe: probe }] } } },
  });
  await t.apply(`/apis/apps/v1/namespaces/${t.namespace}/deployments/applied`, deployment('applied'), {
    query: {},
  });
  await t.apply(
    `/apis/apps/v1/namespaces/${t.namespace}/deployments/applied`,
    deployment('applied', {
      replicas: 3,
      template: { metadata: { labels: { app: 'a' } }, spec: podSpec({ restartPolicy: 'Always' }) },
    }),
    { query: {} },
  );
  await t.apply(t.at('services', 'applied'), service('applied'), { query: {} });
  await t.merge(t.at('services', 'a'), { spec: { ports: [{ port: 81 }] } });
  await t.put(t.at('services', 'a'), service('a', { selector: { x: 'y' } }));
  // Addresses that a server gives to nobody who does not ask for them: the first 16 of its range.
  await t.merge(t.at('services', 'a'), { spec: { clusterIP: '10.0.0.8' } });
  await t.merge(t.at('services', 'a'), { spec: { type: 'NodePort' } });
  await t.merge(t.at('services', 'a'), { spec: { type: 'ClusterIP' } });
  await t.post(t.at('services'), service('fixed', { clusterIP: '10.0.0.7' }));
  await t.post(t.at('services'), service('taken', { clusterIP: '10.0.0.7' }));
  await t.post(t.at('services'), service('outside', { clusterIP: '10.1.0.77' }));
  await t.get(t.at('services', 'a'));
  await t.delete(t.at('services', 'fixed'));
};
