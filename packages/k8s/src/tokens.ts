// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { Resource } from '@kube-rx/core';

export const admissionregistrationK8sIoV1MutatingAdmissionPolicy: Resource<never, 'Cluster', never> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
  scope: 'Cluster',
};

export const admissionregistrationK8sIoV1MutatingAdmissionPolicyBinding: Resource<never, 'Cluster', never> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
  scope: 'Cluster',
};

export const admissionregistrationK8sIoV1MutatingWebhookConfiguration: Resource<never, 'Cluster', never> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  scope: 'Cluster',
};

export const admissionregistrationK8sIoV1ValidatingAdmissionPolicy: Resource<never, 'Cluster', 'status'> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  scope: 'Cluster',
  subresources: ['status'],
};

export const admissionregistrationK8sIoV1ValidatingAdmissionPolicyBinding: Resource<never, 'Cluster', never> =
  {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    plural: 'validatingadmissionpolicybindings',
    scope: 'Cluster',
  };

export const admissionregistrationK8sIoV1ValidatingWebhookConfiguration: Resource<never, 'Cluster', never> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  scope: 'Cluster',
};

export const admissionregistrationK8sIoV1alpha1MutatingAdmissionPolicy: Resource<never, 'Cluster', never> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1alpha1',
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
  scope: 'Cluster',
};

export const admissionregistrationK8sIoV1alpha1MutatingAdmissionPolicyBinding: Resource<
  never,
  'Cluster',
  never
> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1alpha1',
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
  scope: 'Cluster',
};

export const admissionregistrationK8sIoV1beta1MutatingAdmissionPolicy: Resource<never, 'Cluster', never> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1beta1',
  kind: 'MutatingAdmissionPolicy',
  plural: 'mutatingadmissionpolicies',
  scope: 'Cluster',
};

export const admissionregistrationK8sIoV1beta1MutatingAdmissionPolicyBinding: Resource<
  never,
  'Cluster',
  never
> = {
  group: 'admissionregistration.k8s.io',
  version: 'v1beta1',
  kind: 'MutatingAdmissionPolicyBinding',
  plural: 'mutatingadmissionpolicybindings',
  scope: 'Cluster',
};

export const apiextensionsK8sIoV1CustomResourceDefinition: Resource<never, 'Cluster', 'status'> = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  scope: 'Cluster',
  subresources: ['status'],
};

export const apiregistrationK8sIoV1APIService: Resource<never, 'Cluster', 'status'> = {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  scope: 'Cluster',
  subresources: ['status'],
};

export const appsV1ControllerRevision: Resource<never, 'Namespaced', never> = {
  group: 'apps',
  version: 'v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  scope: 'Namespaced',
};

export const appsV1DaemonSet: Resource<never, 'Namespaced', 'status'> = {
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const appsV1Deployment: Resource<never, 'Namespaced', 'scale' | 'status'> = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
};

export const appsV1ReplicaSet: Resource<never, 'Namespaced', 'scale' | 'status'> = {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
};

export const appsV1StatefulSet: Resource<never, 'Namespaced', 'scale' | 'status'> = {
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
};

export const authenticationK8sIoV1SelfSubjectReview: Resource<never, 'Cluster', never> = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  scope: 'Cluster',
};

export const authenticationK8sIoV1TokenReview: Resource<never, 'Cluster', never> = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenReview',
  plural: 'tokenreviews',
  scope: 'Cluster',
};

export const authorizationK8sIoV1LocalSubjectAccessReview: Resource<never, 'Namespaced', never> = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  scope: 'Namespaced',
};

export const authorizationK8sIoV1SelfSubjectAccessReview: Resource<never, 'Cluster', never> = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  scope: 'Cluster',
};

export const authorizationK8sIoV1SelfSubjectRulesReview: Resource<never, 'Cluster', never> = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  scope: 'Cluster',
};

export const authorizationK8sIoV1SubjectAccessReview: Resource<never, 'Cluster', never> = {
  group: 'authorization.k8s.io',
  version: 'v1',
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  scope: 'Cluster',
};

export const autoscalingV1HorizontalPodAutoscaler: Resource<never, 'Namespaced', 'status'> = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const autoscalingV2HorizontalPodAutoscaler: Resource<never, 'Namespaced', 'status'> = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const batchV1CronJob: Resource<never, 'Namespaced', 'status'> = {
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const batchV1Job: Resource<never, 'Namespaced', 'status'> = {
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const certificatesK8sIoV1CertificateSigningRequest: Resource<never, 'Cluster', 'approval' | 'status'> =
  {
    group: 'certificates.k8s.io',
    version: 'v1',
    kind: 'CertificateSigningRequest',
    plural: 'certificatesigningrequests',
    scope: 'Cluster',
    subresources: ['approval', 'status'],
  };

export const certificatesK8sIoV1alpha1ClusterTrustBundle: Resource<never, 'Cluster', never> = {
  group: 'certificates.k8s.io',
  version: 'v1alpha1',
  kind: 'ClusterTrustBundle',
  plural: 'clustertrustbundles',
  scope: 'Cluster',
};

export const certificatesK8sIoV1beta1ClusterTrustBundle: Resource<never, 'Cluster', never> = {
  group: 'certificates.k8s.io',
  version: 'v1beta1',
  kind: 'ClusterTrustBundle',
  plural: 'clustertrustbundles',
  scope: 'Cluster',
};

export const certificatesK8sIoV1beta1PodCertificateRequest: Resource<never, 'Namespaced', 'status'> = {
  group: 'certificates.k8s.io',
  version: 'v1beta1',
  kind: 'PodCertificateRequest',
  plural: 'podcertificaterequests',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const coordinationK8sIoV1Lease: Resource<never, 'Namespaced', never> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  scope: 'Namespaced',
};

export const coordinationK8sIoV1alpha2LeaseCandidate: Resource<never, 'Namespaced', never> = {
  group: 'coordination.k8s.io',
  version: 'v1alpha2',
  kind: 'LeaseCandidate',
  plural: 'leasecandidates',
  scope: 'Namespaced',
};

export const coordinationK8sIoV1beta1LeaseCandidate: Resource<never, 'Namespaced', never> = {
  group: 'coordination.k8s.io',
  version: 'v1beta1',
  kind: 'LeaseCandidate',
  plural: 'leasecandidates',
  scope: 'Namespaced',
};

export const coreV1Binding: Resource<never, 'Namespaced', never> = {
  group: '',
  version: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  scope: 'Namespaced',
};

export const coreV1ComponentStatus: Resource<never, 'Cluster', never> = {
  group: '',
  version: 'v1',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  scope: 'Cluster',
};

export const coreV1ConfigMap: Resource<never, 'Namespaced', never> = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  scope: 'Namespaced',
};

export const coreV1Endpoints: Resource<never, 'Namespaced', never> = {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  scope: 'Namespaced',
};

export const coreV1Event: Resource<never, 'Namespaced', never> = {
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  scope: 'Namespaced',
};

export const coreV1LimitRange: Resource<never, 'Namespaced', never> = {
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  scope: 'Namespaced',
};

export const coreV1Namespace: Resource<never, 'Cluster', 'finalize' | 'status'> = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  scope: 'Cluster',
  subresources: ['finalize', 'status'],
};

export const coreV1Node: Resource<never, 'Cluster', 'proxy' | 'status'> = {
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  scope: 'Cluster',
  subresources: ['proxy', 'status'],
};

export const coreV1PersistentVolumeClaim: Resource<never, 'Namespaced', 'status'> = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const coreV1PersistentVolume: Resource<never, 'Cluster', 'status'> = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  scope: 'Cluster',
  subresources: ['status'],
};

export const coreV1Pod: Resource<
  never,
  'Namespaced',
  | 'attach'
  | 'binding'
  | 'ephemeralcontainers'
  | 'eviction'
  | 'exec'
  | 'log'
  | 'portforward'
  | 'proxy'
  | 'resize'
  | 'status'
> = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  scope: 'Namespaced',
  subresources: [
    'attach',
    'binding',
    'ephemeralcontainers',
    'eviction',
    'exec',
    'log',
    'portforward',
    'proxy',
    'resize',
    'status',
  ],
};

export const coreV1PodTemplate: Resource<never, 'Namespaced', never> = {
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  scope: 'Namespaced',
};

export const coreV1ReplicationController: Resource<never, 'Namespaced', 'scale' | 'status'> = {
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  scope: 'Namespaced',
  subresources: ['scale', 'status'],
};

export const coreV1ResourceQuota: Resource<never, 'Namespaced', 'status'> = {
  group: '',
  version: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const coreV1Secret: Resource<never, 'Namespaced', never> = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  scope: 'Namespaced',
};

export const coreV1ServiceAccount: Resource<never, 'Namespaced', 'token'> = {
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  scope: 'Namespaced',
  subresources: ['token'],
};

export const coreV1Service: Resource<never, 'Namespaced', 'proxy' | 'status'> = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  scope: 'Namespaced',
  subresources: ['proxy', 'status'],
};

export const discoveryK8sIoV1EndpointSlice: Resource<never, 'Namespaced', never> = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  scope: 'Namespaced',
};

export const eventsK8sIoV1Event: Resource<never, 'Namespaced', never> = {
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  scope: 'Namespaced',
};

export const flowcontrolApiserverK8sIoV1FlowSchema: Resource<never, 'Cluster', 'status'> = {
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  scope: 'Cluster',
  subresources: ['status'],
};

export const flowcontrolApiserverK8sIoV1PriorityLevelConfiguration: Resource<never, 'Cluster', 'status'> = {
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  scope: 'Cluster',
  subresources: ['status'],
};

export const internalApiserverK8sIoV1alpha1StorageVersion: Resource<never, 'Cluster', 'status'> = {
  group: 'internal.apiserver.k8s.io',
  version: 'v1alpha1',
  kind: 'StorageVersion',
  plural: 'storageversions',
  scope: 'Cluster',
  subresources: ['status'],
};

export const networkingK8sIoV1IngressClass: Resource<never, 'Cluster', never> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  scope: 'Cluster',
};

export const networkingK8sIoV1Ingress: Resource<never, 'Namespaced', 'status'> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const networkingK8sIoV1IPAddress: Resource<never, 'Cluster', never> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  scope: 'Cluster',
};

export const networkingK8sIoV1NetworkPolicy: Resource<never, 'Namespaced', never> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  scope: 'Namespaced',
};

export const networkingK8sIoV1ServiceCIDR: Resource<never, 'Cluster', 'status'> = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  scope: 'Cluster',
  subresources: ['status'],
};

export const networkingK8sIoV1beta1IPAddress: Resource<never, 'Cluster', never> = {
  group: 'networking.k8s.io',
  version: 'v1beta1',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  scope: 'Cluster',
};

export const networkingK8sIoV1beta1ServiceCIDR: Resource<never, 'Cluster', 'status'> = {
  group: 'networking.k8s.io',
  version: 'v1beta1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  scope: 'Cluster',
  subresources: ['status'],
};

export const nodeK8sIoV1RuntimeClass: Resource<never, 'Cluster', never> = {
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  scope: 'Cluster',
};

export const policyV1PodDisruptionBudget: Resource<never, 'Namespaced', 'status'> = {
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const rbacAuthorizationK8sIoV1ClusterRoleBinding: Resource<never, 'Cluster', never> = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  scope: 'Cluster',
};

export const rbacAuthorizationK8sIoV1ClusterRole: Resource<never, 'Cluster', never> = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'ClusterRole',
  plural: 'clusterroles',
  scope: 'Cluster',
};

export const rbacAuthorizationK8sIoV1RoleBinding: Resource<never, 'Namespaced', never> = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  scope: 'Namespaced',
};

export const rbacAuthorizationK8sIoV1Role: Resource<never, 'Namespaced', never> = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  kind: 'Role',
  plural: 'roles',
  scope: 'Namespaced',
};

export const resourceK8sIoV1DeviceClass: Resource<never, 'Cluster', never> = {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  scope: 'Cluster',
};

export const resourceK8sIoV1ResourceClaim: Resource<never, 'Namespaced', 'status'> = {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const resourceK8sIoV1ResourceClaimTemplate: Resource<never, 'Namespaced', never> = {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  scope: 'Namespaced',
};

export const resourceK8sIoV1ResourceSlice: Resource<never, 'Cluster', never> = {
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  scope: 'Cluster',
};

export const resourceK8sIoV1alpha3DeviceTaintRule: Resource<never, 'Cluster', 'status'> = {
  group: 'resource.k8s.io',
  version: 'v1alpha3',
  kind: 'DeviceTaintRule',
  plural: 'devicetaintrules',
  scope: 'Cluster',
  subresources: ['status'],
};

export const resourceK8sIoV1alpha3ResourcePoolStatusRequest: Resource<never, 'Cluster', 'status'> = {
  group: 'resource.k8s.io',
  version: 'v1alpha3',
  kind: 'ResourcePoolStatusRequest',
  plural: 'resourcepoolstatusrequests',
  scope: 'Cluster',
  subresources: ['status'],
};

export const resourceK8sIoV1beta1DeviceClass: Resource<never, 'Cluster', never> = {
  group: 'resource.k8s.io',
  version: 'v1beta1',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  scope: 'Cluster',
};

export const resourceK8sIoV1beta1ResourceClaim: Resource<never, 'Namespaced', 'status'> = {
  group: 'resource.k8s.io',
  version: 'v1beta1',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const resourceK8sIoV1beta1ResourceClaimTemplate: Resource<never, 'Namespaced', never> = {
  group: 'resource.k8s.io',
  version: 'v1beta1',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  scope: 'Namespaced',
};

export const resourceK8sIoV1beta1ResourceSlice: Resource<never, 'Cluster', never> = {
  group: 'resource.k8s.io',
  version: 'v1beta1',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  scope: 'Cluster',
};

export const resourceK8sIoV1beta2DeviceClass: Resource<never, 'Cluster', never> = {
  group: 'resource.k8s.io',
  version: 'v1beta2',
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  scope: 'Cluster',
};

export const resourceK8sIoV1beta2DeviceTaintRule: Resource<never, 'Cluster', 'status'> = {
  group: 'resource.k8s.io',
  version: 'v1beta2',
  kind: 'DeviceTaintRule',
  plural: 'devicetaintrules',
  scope: 'Cluster',
  subresources: ['status'],
};

export const resourceK8sIoV1beta2ResourceClaim: Resource<never, 'Namespaced', 'status'> = {
  group: 'resource.k8s.io',
  version: 'v1beta2',
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const resourceK8sIoV1beta2ResourceClaimTemplate: Resource<never, 'Namespaced', never> = {
  group: 'resource.k8s.io',
  version: 'v1beta2',
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  scope: 'Namespaced',
};

export const resourceK8sIoV1beta2ResourceSlice: Resource<never, 'Cluster', never> = {
  group: 'resource.k8s.io',
  version: 'v1beta2',
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  scope: 'Cluster',
};

export const schedulingK8sIoV1PriorityClass: Resource<never, 'Cluster', never> = {
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  scope: 'Cluster',
};

export const schedulingK8sIoV1alpha2PodGroup: Resource<never, 'Namespaced', 'status'> = {
  group: 'scheduling.k8s.io',
  version: 'v1alpha2',
  kind: 'PodGroup',
  plural: 'podgroups',
  scope: 'Namespaced',
  subresources: ['status'],
};

export const schedulingK8sIoV1alpha2Workload: Resource<never, 'Namespaced', never> = {
  group: 'scheduling.k8s.io',
  version: 'v1alpha2',
  kind: 'Workload',
  plural: 'workloads',
  scope: 'Namespaced',
};

export const storageK8sIoV1CSIDriver: Resource<never, 'Cluster', never> = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  scope: 'Cluster',
};

export const storageK8sIoV1CSINode: Resource<never, 'Cluster', never> = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSINode',
  plural: 'csinodes',
  scope: 'Cluster',
};

export const storageK8sIoV1CSIStorageCapacity: Resource<never, 'Namespaced', never> = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  scope: 'Namespaced',
};

export const storageK8sIoV1StorageClass: Resource<never, 'Cluster', never> = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  scope: 'Cluster',
};

export const storageK8sIoV1VolumeAttachment: Resource<never, 'Cluster', 'status'> = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  scope: 'Cluster',
  subresources: ['status'],
};

export const storageK8sIoV1VolumeAttributesClass: Resource<never, 'Cluster', never> = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  scope: 'Cluster',
};

export const storageK8sIoV1beta1VolumeAttributesClass: Resource<never, 'Cluster', never> = {
  group: 'storage.k8s.io',
  version: 'v1beta1',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  scope: 'Cluster',
};

export const storagemigrationK8sIoV1beta1StorageVersionMigration: Resource<never, 'Cluster', 'status'> = {
  group: 'storagemigration.k8s.io',
  version: 'v1beta1',
  kind: 'StorageVersionMigration',
  plural: 'storageversionmigrations',
  scope: 'Cluster',
  subresources: ['status'],
};
