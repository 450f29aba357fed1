// What a write at one place cannot touch, and so nobody can own by it.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/registry (GetResetFields of each kind)

import { hasSubresource, type ServedResource } from '../registry/served-resource.ts';
import { type Element, fieldElement } from './field-set.ts';

export type FieldPath = readonly Element[];

export interface WritePlace {
  readonly part: 'main' | 'status';
  readonly subresource?: string | undefined;
}

const path = (text: string): FieldPath => text.split('.').map(fieldElement);

const wholeMetadata = [path('metadata')];

// By kind: what a write of its status leaves as it is besides the spec.
const resetByStatus: Readonly<Record<string, readonly FieldPath[]>> = {
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': wholeMetadata,
  'internal.apiserver.k8s.io/StorageVersion': wholeMetadata,
  'apps/Deployment': [path('metadata.labels')],
  'certificates.k8s.io/CertificateSigningRequest': [path('status.conditions')],
  'core/Pod': [path('metadata.deletionTimestamp'), path('metadata.ownerReferences')],
  'flowcontrol.apiserver.k8s.io/FlowSchema': wholeMetadata,
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': wholeMetadata,
  'networking.k8s.io/ServiceCIDR': wholeMetadata,
  'resource.k8s.io/DeviceTaintRule': wholeMetadata,
  'resource.k8s.io/ResourceClaim': wholeMetadata,
  'resource.k8s.io/ResourcePoolStatusRequest': wholeMetadata,
  'scheduling.k8s.io/PodGroup': wholeMetadata,
  'storage.k8s.io/VolumeAttachment': wholeMetadata,
  'storagemigration.k8s.io/StorageVersionMigration': wholeMetadata,
};

const signingRequest = 'certificates.k8s.io/CertificateSigningRequest';

export function resetFields(served: ServedResource, { part, subresource }: WritePlace): readonly FieldPath[] {
  const { group, kind } = served.resource;
  const type = `${group === '' ? 'core' : group}/${kind}`;
  if (type === signingRequest && subresource === 'approval')
    return [path('spec'), path('status.certificate')];
  if (part === 'status') return [path('spec'), ...(served.custom ? [] : (resetByStatus[type] ?? []))];
  // Other parts of a pod, as its resources, own whatever is asked of them.
  if (type === 'core/Pod' && subresource !== undefined) return [];
  // What is asked for is written once, by the server.
  const spec = type === signingRequest ? [path('spec')] : [];
  return hasSubresource(served, 'status') ? [path('status'), ...spec] : spec;
}
