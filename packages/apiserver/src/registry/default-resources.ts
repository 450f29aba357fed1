// What is served where nobody says what to serve: the kinds that most programs touch.

import { defineResource, type Resource, type Scope } from '@kube-rx/core';

type Row = readonly [kind: string, plural: string, scope: Scope, subresources: readonly string[]];

const status = ['status'];
const scaled = ['status', 'scale'];

const groups: readonly (readonly [group: string, version: string, rows: readonly Row[]])[] = [
  [
    '',
    'v1',
    [
      ['ConfigMap', 'configmaps', 'Namespaced', []],
      ['Endpoints', 'endpoints', 'Namespaced', []],
      ['Event', 'events', 'Namespaced', []],
      ['LimitRange', 'limitranges', 'Namespaced', []],
      ['Namespace', 'namespaces', 'Cluster', ['status', 'finalize']],
      ['Node', 'nodes', 'Cluster', status],
      ['PersistentVolume', 'persistentvolumes', 'Cluster', status],
      ['PersistentVolumeClaim', 'persistentvolumeclaims', 'Namespaced', status],
      ['Pod', 'pods', 'Namespaced', ['status', 'binding', 'eviction', 'ephemeralcontainers', 'resize']],
      ['PodTemplate', 'podtemplates', 'Namespaced', []],
      ['ReplicationController', 'replicationcontrollers', 'Namespaced', scaled],
      ['ResourceQuota', 'resourcequotas', 'Namespaced', status],
      ['Secret', 'secrets', 'Namespaced', []],
      ['Service', 'services', 'Namespaced', status],
      ['ServiceAccount', 'serviceaccounts', 'Namespaced', ['token']],
    ],
  ],
  [
    'apps',
    'v1',
    [
      ['ControllerRevision', 'controllerrevisions', 'Namespaced', []],
      ['DaemonSet', 'daemonsets', 'Namespaced', status],
      ['Deployment', 'deployments', 'Namespaced', scaled],
      ['ReplicaSet', 'replicasets', 'Namespaced', scaled],
      ['StatefulSet', 'statefulsets', 'Namespaced', scaled],
    ],
  ],
  [
    'batch',
    'v1',
    [
      ['CronJob', 'cronjobs', 'Namespaced', status],
      ['Job', 'jobs', 'Namespaced', status],
    ],
  ],
  ['coordination.k8s.io', 'v1', [['Lease', 'leases', 'Namespaced', []]]],
  [
    'rbac.authorization.k8s.io',
    'v1',
    [
      ['ClusterRole', 'clusterroles', 'Cluster', []],
      ['ClusterRoleBinding', 'clusterrolebindings', 'Cluster', []],
      ['Role', 'roles', 'Namespaced', []],
      ['RoleBinding', 'rolebindings', 'Namespaced', []],
    ],
  ],
  [
    'apiextensions.k8s.io',
    'v1',
    [['CustomResourceDefinition', 'customresourcedefinitions', 'Cluster', status]],
  ],
];

export const defaultResources: readonly Resource[] = groups.flatMap(([group, version, rows]) =>
  rows.map(([kind, plural, scope, subresources]) =>
    defineResource({ group, version, kind, plural, scope, subresources }),
  ),
);
