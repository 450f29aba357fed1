// Kinds that traits and a few defaults set apart, by group.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis (the defaults.go of each group)

import { arrayAt, type JsonObject } from '../json/json.ts';
import { at } from './cell.ts';
import { always, computed, type Defaults, each, within } from './defaults.ts';
import type { Kind } from './kind.ts';

function kindsOf(group: string, kinds: readonly Omit<Kind, 'group'>[]): readonly Kind[] {
  return kinds.map((kind) => ({ group, ...kind }));
}

const judge = { requiresVersion: true, generation: true } as const;

const webhooks = (own: JsonObject = {}): Defaults => ({
  webhooks: each({
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    ...own,
    clientConfig: within({ service: within({ port: 443 }) }),
    rules: each({ scope: '*' }),
  }),
});

const tcp = { protocol: 'TCP' };
const peers = each({ ports: each(tcp) });
const policyTypes = computed((spec) =>
  arrayAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'],
);

const csiDriver: Defaults = {
  attachRequired: true,
  podInfoOnMount: false,
  volumeLifecycleModes: ['Persistent'],
  storageCapacity: false,
  fsGroupPolicy: 'ReadWriteOnceWithFSType',
  requiresRepublish: false,
  seLinuxMount: false,
};

export const plainKinds: readonly Kind[] = [
  ...kindsOf('', [
    { kind: 'ComponentStatus', deprecation: 'v1 ComponentStatus is deprecated in v1.19+' },
    {
      kind: 'Endpoints',
      createOnUpdate: true,
      deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
      defaults: { subsets: each({ ports: each(tcp) }) },
    },
    { kind: 'ResourceQuota', returnsDeleted: true },
    { kind: 'ServiceAccount', returnsDeleted: true },
  ]),
  ...kindsOf('admissionregistration.k8s.io', [
    { ...judge, kind: 'ValidatingWebhookConfiguration', defaults: webhooks() },
    { ...judge, kind: 'MutatingWebhookConfiguration', defaults: webhooks({ reinvocationPolicy: 'Never' }) },
    { ...judge, kind: 'MutatingAdmissionPolicy' },
    { ...judge, kind: 'MutatingAdmissionPolicyBinding' },
    { ...judge, kind: 'ValidatingAdmissionPolicy' },
    { ...judge, kind: 'ValidatingAdmissionPolicyBinding' },
  ]),
  ...kindsOf('certificates.k8s.io', [
    { kind: 'CertificateSigningRequest', fields: { 'spec.signerName': '' } },
    {
      kind: 'ClusterTrustBundle',
      requiresVersion: true,
      names: 'segment',
      fields: { 'spec.signerName': '' },
    },
    {
      kind: 'PodCertificateRequest',
      requiresVersion: true,
      fields: { 'spec.signerName': '', 'spec.podName': '', 'spec.nodeName': '' },
    },
  ]),
  ...kindsOf('coordination.k8s.io', [
    {
      kind: 'Lease',
      requiresVersion: true,
      createOnUpdate: true,
      cells: { Holder: at('spec.holderIdentity', '') },
    },
    { kind: 'LeaseCandidate', requiresVersion: true, createOnUpdate: true },
  ]),
  ...kindsOf('discovery.k8s.io', [
    {
      kind: 'EndpointSlice',
      generation: true,
      defaults: { endpoints: each({ conditions: {} }), ports: each({ name: '', ...tcp }) },
    },
  ]),
  ...kindsOf('flowcontrol.apiserver.k8s.io', [
    { kind: 'FlowSchema', generation: true },
    { kind: 'PriorityLevelConfiguration', generation: true },
  ]),
  ...kindsOf('networking.k8s.io', [
    { kind: 'Ingress', generation: true },
    {
      kind: 'IngressClass',
      generation: true,
      defaults: { spec: within({ parameters: within({ scope: 'Cluster' }) }) },
    },
    {
      kind: 'NetworkPolicy',
      generation: true,
      defaults: { spec: within({ policyTypes, ingress: peers, egress: peers }) },
    },
  ]),
  ...kindsOf('node.k8s.io', [{ kind: 'RuntimeClass', requiresVersion: true, createOnUpdate: true }]),
  ...kindsOf('policy', [{ kind: 'PodDisruptionBudget', requiresVersion: true, generation: true }]),
  ...kindsOf('scheduling.k8s.io', [
    { kind: 'PriorityClass', generation: true, defaults: { preemptionPolicy: 'PreemptLowerPriority' } },
  ]),
  ...kindsOf('storage.k8s.io', [
    { kind: 'CSIDriver', requiresVersion: true, returnsDeleted: true, defaults: { spec: always(csiDriver) } },
    { kind: 'CSINode', requiresVersion: true, returnsDeleted: true },
    { kind: 'CSIStorageCapacity', requiresVersion: true },
    {
      kind: 'StorageClass',
      returnsDeleted: true,
      defaults: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
    },
    { kind: 'VolumeAttachment', requiresVersion: true, returnsDeleted: true },
    { kind: 'VolumeAttributesClass', returnsDeleted: true },
  ]),
];
