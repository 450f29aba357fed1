// What is applied before what. Kinds that no rule names are applied between the two ends, at the same time.
//
// | stage | kinds                                              | because                                            |
// | 0     | Namespace, CustomResourceDefinition                | the others need them to be accepted at all         |
// | 1     | what workloads and bindings refer to               | admission looks at it, or a Pod's start waits      |
// | 2     | everything else                                    |                                                    |
// | 3     | webhooks, aggregated APIs, bindings of policies    | they may refuse all that comes after them, as long |
// |       |                                                    | as what answers for them does not run              |
//
// kustomize and Helm have much the same order, kind by kind.
// https://github.com/kubernetes-sigs/kustomize/blob/kustomize/v5.7.1/api/internal/builtins/SortOrderTransformer.go
// https://github.com/helm/helm/blob/v3.18.0/pkg/releaseutil/kind_sorter.go

import type { Resource } from '@kube-rx/core';

const stageOfKind: ReadonlyMap<string, number> = new Map([
  ...stage(0, ['Namespace', 'CustomResourceDefinition.apiextensions.k8s.io']),
  ...stage(1, [
    'ResourceQuota',
    'LimitRange',
    'ServiceAccount',
    'Secret',
    'ConfigMap',
    'Service',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Role.rbac.authorization.k8s.io',
    'ClusterRole.rbac.authorization.k8s.io',
    'PriorityClass.scheduling.k8s.io',
    'RuntimeClass.node.k8s.io',
    'StorageClass.storage.k8s.io',
    'IngressClass.networking.k8s.io',
    'NetworkPolicy.networking.k8s.io',
    'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
    'MutatingAdmissionPolicy.admissionregistration.k8s.io',
  ]),
  ...stage(3, [
    'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
    'MutatingWebhookConfiguration.admissionregistration.k8s.io',
    'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
    'MutatingAdmissionPolicyBinding.admissionregistration.k8s.io',
    'APIService.apiregistration.k8s.io',
  ]),
]);

function stage(number: number, kinds: readonly string[]): [string, number][] {
  return kinds.map((kind) => [kind, number]);
}

/** From 0. Objects of one stage may be applied in any order. They are deleted the other way round. */
export function stageOf(resource: Pick<Resource, 'group' | 'kind'>): number {
  return stageOfKind.get(groupKindOf(resource)) ?? 2;
}

/** As `Deployment.apps`, or `Pod` of the core group. */
export function groupKindOf({ group, kind }: Pick<Resource, 'group' | 'kind'>): string {
  return group === '' ? kind : `${kind}.${group}`;
}
