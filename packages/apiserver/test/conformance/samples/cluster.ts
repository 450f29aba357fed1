// Rights, priorities, devices and certificates.

import { type Sample, sample } from './sample.ts';

const rbac = 'rbac.authorization.k8s.io/v1';

const roleBinding = sample(rbac, 'RoleBinding', 'rolebindings')('Namespaced');

const clusterRoleBinding = sample(rbac, 'ClusterRoleBinding', 'clusterrolebindings')('Cluster');

const priority = sample('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses')('Cluster');

const runtimeClass = sample('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses')('Cluster');

const flow = 'flowcontrol.apiserver.k8s.io/v1';

const flowSchema = sample(flow, 'FlowSchema', 'flowschemas')('Cluster');

const level = sample(flow, 'PriorityLevelConfiguration', 'prioritylevelconfigurations')('Cluster');

const lease = sample('coordination.k8s.io/v1', 'Lease', 'leases')('Namespaced');

const request = sample(
  'certificates.k8s.io/v1',
  'CertificateSigningRequest',
  'certificatesigningrequests',
)('Cluster');

const resource = 'resource.k8s.io/v1';

const resourceClaim = sample(resource, 'ResourceClaim', 'resourceclaims')('Namespaced');

const deviceClass = sample(resource, 'DeviceClass', 'deviceclasses')('Cluster');

const resourceSlice = sample(resource, 'ResourceSlice', 'resourceslices')('Cluster');

// Of `CN=jane`, signed with a key that was thrown away.
export const certificateRequest =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlISk1IRUNBUUF3RHpFTk1Bc0dBMVVFQXd3RWFtRnVaVEJaTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSApBMElBQlBpWVpuWEVwTDJHVmFaMzN3T29sR3Nydm9UQnpxcXRoNmV3c2ZGTUUzY2dMNEgzUVVYeHRuVldnY1RUCjlUUWFKd3lqbHZzYmZocm1aTnd2NFpSUWZhaWdBREFLQmdncWhrak9QUVFEQWdOSUFEQkZBaUFEOUwyQm9aOTcKbGE4OE1SbUFWTzVIM25HNktJNjVuSThLK2xsalFKSDc0QUloQU1IWWE3aDdQODAxcGIxZjhFSWFmSDBJbGE0UAplWFhWRHdLQ2daZ29hbFJHCi0tLS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=';

const subjects = [
  { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' },
  { kind: 'User', name: 'joe', apiGroup: 'rbac.authorization.k8s.io' },
  { kind: 'Group', name: 'devs', apiGroup: 'rbac.authorization.k8s.io' },
  { kind: 'ServiceAccount', name: 'robot', namespace: 'shop' },
];

const roleRef = { kind: 'ClusterRole', name: 'view', apiGroup: 'rbac.authorization.k8s.io' };

export const cluster: readonly Sample[] = [
  roleBinding('binding', { subjects, roleRef }),
  clusterRoleBinding('binding', { subjects, roleRef }),
  priority('high', { value: 1000, preemptionPolicy: 'Never' }),
  runtimeClass('class', { handler: 'runc' }),
  flowSchema('schema', {
    spec: {
      priorityLevelConfiguration: { name: 'workload-low' },
      matchingPrecedence: 9000,
      distinguisherMethod: { type: 'ByUser' },
      rules: [],
    },
  }),
  level('level', {
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares: 7,
        limitResponse: { type: 'Queue', queuing: { queues: 8, handSize: 3, queueLengthLimit: 9 } },
      },
    },
  }),
  level('reject', { spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } } }),
  lease('none', { spec: {} }),
  lease('held', { spec: { holderIdentity: 'me' } }),
  deviceClass('class', { spec: {} }),
  resourceClaim('claim', {
    spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'gpu' } }] } },
  }),
  resourceSlice('slice', {
    spec: {
      driver: 'gpu.example.com',
      nodeName: 'n',
      pool: { name: 'pool', generation: 1, resourceSliceCount: 1 },
      devices: [],
    },
  }),
  request('request', {
    spec: {
      request: certificateRequest,
      signerName: 'example.com/signer',
      usages: ['client auth'],
      expirationSeconds: 7200,
    },
  }),
];
