// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type { Resource } from '@kube-rx/core';
import * as admissionregistrationK8sIoV1 from './admissionregistration.k8s.io/v1.ts';
import * as admissionregistrationK8sIoV1alpha1 from './admissionregistration.k8s.io/v1alpha1.ts';
import * as admissionregistrationK8sIoV1beta1 from './admissionregistration.k8s.io/v1beta1.ts';
import * as apiextensionsK8sIoV1 from './apiextensions.k8s.io/v1.ts';
import * as apiregistrationK8sIoV1 from './apiregistration.k8s.io/v1.ts';
import * as appsV1 from './apps/v1.ts';
import * as authenticationK8sIoV1 from './authentication.k8s.io/v1.ts';
import * as authorizationK8sIoV1 from './authorization.k8s.io/v1.ts';
import * as autoscalingV1 from './autoscaling/v1.ts';
import * as autoscalingV2 from './autoscaling/v2.ts';
import * as batchV1 from './batch/v1.ts';
import * as certificatesK8sIoV1 from './certificates.k8s.io/v1.ts';
import * as certificatesK8sIoV1alpha1 from './certificates.k8s.io/v1alpha1.ts';
import * as certificatesK8sIoV1beta1 from './certificates.k8s.io/v1beta1.ts';
import * as coordinationK8sIoV1 from './coordination.k8s.io/v1.ts';
import * as coordinationK8sIoV1alpha2 from './coordination.k8s.io/v1alpha2.ts';
import * as coordinationK8sIoV1beta1 from './coordination.k8s.io/v1beta1.ts';
import * as coreV1 from './core/v1.ts';
import * as discoveryK8sIoV1 from './discovery.k8s.io/v1.ts';
import * as eventsK8sIoV1 from './events.k8s.io/v1.ts';
import * as flowcontrolApiserverK8sIoV1 from './flowcontrol.apiserver.k8s.io/v1.ts';
import * as internalApiserverK8sIoV1alpha1 from './internal.apiserver.k8s.io/v1alpha1.ts';
import * as networkingK8sIoV1 from './networking.k8s.io/v1.ts';
import * as networkingK8sIoV1beta1 from './networking.k8s.io/v1beta1.ts';
import * as nodeK8sIoV1 from './node.k8s.io/v1.ts';
import * as policyV1 from './policy/v1.ts';
import * as rbacAuthorizationK8sIoV1 from './rbac.authorization.k8s.io/v1.ts';
import * as resourceK8sIoV1 from './resource.k8s.io/v1.ts';
import * as resourceK8sIoV1alpha3 from './resource.k8s.io/v1alpha3.ts';
import * as resourceK8sIoV1beta1 from './resource.k8s.io/v1beta1.ts';
import * as resourceK8sIoV1beta2 from './resource.k8s.io/v1beta2.ts';
import * as schedulingK8sIoV1 from './scheduling.k8s.io/v1.ts';
import * as schedulingK8sIoV1alpha2 from './scheduling.k8s.io/v1alpha2.ts';
import * as storageK8sIoV1 from './storage.k8s.io/v1.ts';
import * as storageK8sIoV1beta1 from './storage.k8s.io/v1beta1.ts';
import * as storagemigrationK8sIoV1beta1 from './storagemigration.k8s.io/v1beta1.ts';

/** A resource and what discovery says of it beyond its token. */
export interface CatalogEntry {
  readonly resource: Resource;
  readonly singular: string;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly CatalogSubresource[];
}

export interface CatalogSubresource {
  readonly name: string;
  readonly kind: string;
  /** Where it differs from the resource's own, as `autoscaling/v1` for `scale`. */
  readonly apiVersion?: string;
  readonly verbs: readonly string[];
}

/** Every built-in resource, group by group, in the order of the group's name. */
export const catalog: readonly CatalogEntry[] = [
  {
    resource: admissionregistrationK8sIoV1.MutatingAdmissionPolicy,
    singular: 'mutatingadmissionpolicy',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1.MutatingAdmissionPolicyBinding,
    singular: 'mutatingadmissionpolicybinding',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1.MutatingWebhookConfiguration,
    singular: 'mutatingwebhookconfiguration',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1.ValidatingAdmissionPolicy,
    singular: 'validatingadmissionpolicy',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
    subresources: [{ name: 'status', kind: 'ValidatingAdmissionPolicy', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: admissionregistrationK8sIoV1.ValidatingAdmissionPolicyBinding,
    singular: 'validatingadmissionpolicybinding',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1.ValidatingWebhookConfiguration,
    singular: 'validatingwebhookconfiguration',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1alpha1.MutatingAdmissionPolicy,
    singular: 'mutatingadmissionpolicy',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1alpha1.MutatingAdmissionPolicyBinding,
    singular: 'mutatingadmissionpolicybinding',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1beta1.MutatingAdmissionPolicy,
    singular: 'mutatingadmissionpolicy',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: admissionregistrationK8sIoV1beta1.MutatingAdmissionPolicyBinding,
    singular: 'mutatingadmissionpolicybinding',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
  },
  {
    resource: apiextensionsK8sIoV1.CustomResourceDefinition,
    singular: 'customresourcedefinition',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    subresources: [{ name: 'status', kind: 'CustomResourceDefinition', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: apiregistrationK8sIoV1.APIService,
    singular: 'apiservice',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['api-extensions'],
    subresources: [{ name: 'status', kind: 'APIService', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: appsV1.ControllerRevision,
    singular: 'controllerrevision',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: appsV1.DaemonSet,
    singular: 'daemonset',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ds'],
    categories: ['all'],
    subresources: [{ name: 'status', kind: 'DaemonSet', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: appsV1.Deployment,
    singular: 'deployment',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['deploy'],
    categories: ['all'],
    subresources: [
      { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
      { name: 'status', kind: 'Deployment', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: appsV1.ReplicaSet,
    singular: 'replicaset',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['rs'],
    categories: ['all'],
    subresources: [
      { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
      { name: 'status', kind: 'ReplicaSet', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: appsV1.StatefulSet,
    singular: 'statefulset',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['sts'],
    categories: ['all'],
    subresources: [
      { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
      { name: 'status', kind: 'StatefulSet', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: authenticationK8sIoV1.SelfSubjectReview,
    singular: 'selfsubjectreview',
    verbs: ['create'],
  },
  {
    resource: authenticationK8sIoV1.TokenReview,
    singular: 'tokenreview',
    verbs: ['create'],
  },
  {
    resource: authorizationK8sIoV1.LocalSubjectAccessReview,
    singular: 'localsubjectaccessreview',
    verbs: ['create'],
  },
  {
    resource: authorizationK8sIoV1.SelfSubjectAccessReview,
    singular: 'selfsubjectaccessreview',
    verbs: ['create'],
  },
  {
    resource: authorizationK8sIoV1.SelfSubjectRulesReview,
    singular: 'selfsubjectrulesreview',
    verbs: ['create'],
  },
  {
    resource: authorizationK8sIoV1.SubjectAccessReview,
    singular: 'subjectaccessreview',
    verbs: ['create'],
  },
  {
    resource: autoscalingV1.HorizontalPodAutoscaler,
    singular: 'horizontalpodautoscaler',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['hpa'],
    categories: ['all'],
    subresources: [{ name: 'status', kind: 'HorizontalPodAutoscaler', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: autoscalingV2.HorizontalPodAutoscaler,
    singular: 'horizontalpodautoscaler',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['hpa'],
    categories: ['all'],
    subresources: [{ name: 'status', kind: 'HorizontalPodAutoscaler', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: batchV1.CronJob,
    singular: 'cronjob',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['cj'],
    categories: ['all'],
    subresources: [{ name: 'status', kind: 'CronJob', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: batchV1.Job,
    singular: 'job',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    categories: ['all'],
    subresources: [{ name: 'status', kind: 'Job', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: certificatesK8sIoV1.CertificateSigningRequest,
    singular: 'certificatesigningrequest',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['csr'],
    subresources: [
      { name: 'approval', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] },
      { name: 'status', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: certificatesK8sIoV1alpha1.ClusterTrustBundle,
    singular: 'clustertrustbundle',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: certificatesK8sIoV1beta1.ClusterTrustBundle,
    singular: 'clustertrustbundle',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: certificatesK8sIoV1beta1.PodCertificateRequest,
    singular: 'podcertificaterequest',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'PodCertificateRequest', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: coordinationK8sIoV1.Lease,
    singular: 'lease',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: coordinationK8sIoV1alpha2.LeaseCandidate,
    singular: 'leasecandidate',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: coordinationK8sIoV1beta1.LeaseCandidate,
    singular: 'leasecandidate',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: coreV1.Binding,
    singular: 'binding',
    verbs: ['create'],
  },
  {
    resource: coreV1.ComponentStatus,
    singular: 'componentstatus',
    verbs: ['get', 'list'],
    shortNames: ['cs'],
  },
  {
    resource: coreV1.ConfigMap,
    singular: 'configmap',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['cm'],
  },
  {
    resource: coreV1.Endpoints,
    singular: 'endpoints',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ep'],
  },
  {
    resource: coreV1.Event,
    singular: 'event',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ev'],
  },
  {
    resource: coreV1.LimitRange,
    singular: 'limitrange',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['limits'],
  },
  {
    resource: coreV1.Namespace,
    singular: 'namespace',
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ns'],
    subresources: [
      { name: 'finalize', kind: 'Namespace', verbs: ['update'] },
      { name: 'status', kind: 'Namespace', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: coreV1.Node,
    singular: 'node',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['no'],
    subresources: [
      { name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
      { name: 'status', kind: 'Node', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: coreV1.PersistentVolumeClaim,
    singular: 'persistentvolumeclaim',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['pvc'],
    subresources: [{ name: 'status', kind: 'PersistentVolumeClaim', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: coreV1.PersistentVolume,
    singular: 'persistentvolume',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['pv'],
    subresources: [{ name: 'status', kind: 'PersistentVolume', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: coreV1.Pod,
    singular: 'pod',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['po'],
    categories: ['all'],
    subresources: [
      { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
      { name: 'binding', kind: 'Binding', verbs: ['create'] },
      { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
      { name: 'eviction', kind: 'Eviction', apiVersion: 'policy/v1', verbs: ['create'] },
      { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
      { name: 'log', kind: 'Pod', verbs: ['get'] },
      { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
      { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
      { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
      { name: 'status', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: coreV1.PodTemplate,
    singular: 'podtemplate',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: coreV1.ReplicationController,
    singular: 'replicationcontroller',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['rc'],
    categories: ['all'],
    subresources: [
      { name: 'scale', kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
      { name: 'status', kind: 'ReplicationController', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: coreV1.ResourceQuota,
    singular: 'resourcequota',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['quota'],
    subresources: [{ name: 'status', kind: 'ResourceQuota', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: coreV1.Secret,
    singular: 'secret',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: coreV1.ServiceAccount,
    singular: 'serviceaccount',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['sa'],
    subresources: [
      { name: 'token', kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', verbs: ['create'] },
    ],
  },
  {
    resource: coreV1.Service,
    singular: 'service',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['svc'],
    categories: ['all'],
    subresources: [
      { name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
      { name: 'status', kind: 'Service', verbs: ['get', 'patch', 'update'] },
    ],
  },
  {
    resource: discoveryK8sIoV1.EndpointSlice,
    singular: 'endpointslice',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: eventsK8sIoV1.Event,
    singular: 'event',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ev'],
  },
  {
    resource: flowcontrolApiserverK8sIoV1.FlowSchema,
    singular: 'flowschema',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'FlowSchema', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: flowcontrolApiserverK8sIoV1.PriorityLevelConfiguration,
    singular: 'prioritylevelconfiguration',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'PriorityLevelConfiguration', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: internalApiserverK8sIoV1alpha1.StorageVersion,
    singular: 'storageversion',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'StorageVersion', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: networkingK8sIoV1.IngressClass,
    singular: 'ingressclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: networkingK8sIoV1.Ingress,
    singular: 'ingress',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ing'],
    subresources: [{ name: 'status', kind: 'Ingress', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: networkingK8sIoV1.IPAddress,
    singular: 'ipaddress',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ip'],
  },
  {
    resource: networkingK8sIoV1.NetworkPolicy,
    singular: 'networkpolicy',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['netpol'],
  },
  {
    resource: networkingK8sIoV1.ServiceCIDR,
    singular: 'servicecidr',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'ServiceCIDR', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: networkingK8sIoV1beta1.IPAddress,
    singular: 'ipaddress',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['ip'],
  },
  {
    resource: networkingK8sIoV1beta1.ServiceCIDR,
    singular: 'servicecidr',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'ServiceCIDR', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: nodeK8sIoV1.RuntimeClass,
    singular: 'runtimeclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: policyV1.PodDisruptionBudget,
    singular: 'poddisruptionbudget',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['pdb'],
    subresources: [{ name: 'status', kind: 'PodDisruptionBudget', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: rbacAuthorizationK8sIoV1.ClusterRoleBinding,
    singular: 'clusterrolebinding',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: rbacAuthorizationK8sIoV1.ClusterRole,
    singular: 'clusterrole',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: rbacAuthorizationK8sIoV1.RoleBinding,
    singular: 'rolebinding',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: rbacAuthorizationK8sIoV1.Role,
    singular: 'role',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1.DeviceClass,
    singular: 'deviceclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1.ResourceClaim,
    singular: 'resourceclaim',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'ResourceClaim', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: resourceK8sIoV1.ResourceClaimTemplate,
    singular: 'resourceclaimtemplate',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1.ResourceSlice,
    singular: 'resourceslice',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1alpha3.DeviceTaintRule,
    singular: 'devicetaintrule',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'DeviceTaintRule', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: resourceK8sIoV1alpha3.ResourcePoolStatusRequest,
    singular: 'resourcepoolstatusrequest',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'ResourcePoolStatusRequest', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: resourceK8sIoV1beta1.DeviceClass,
    singular: 'deviceclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1beta1.ResourceClaim,
    singular: 'resourceclaim',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'ResourceClaim', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: resourceK8sIoV1beta1.ResourceClaimTemplate,
    singular: 'resourceclaimtemplate',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1beta1.ResourceSlice,
    singular: 'resourceslice',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1beta2.DeviceClass,
    singular: 'deviceclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1beta2.DeviceTaintRule,
    singular: 'devicetaintrule',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'DeviceTaintRule', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: resourceK8sIoV1beta2.ResourceClaim,
    singular: 'resourceclaim',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'ResourceClaim', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: resourceK8sIoV1beta2.ResourceClaimTemplate,
    singular: 'resourceclaimtemplate',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: resourceK8sIoV1beta2.ResourceSlice,
    singular: 'resourceslice',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: schedulingK8sIoV1.PriorityClass,
    singular: 'priorityclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['pc'],
  },
  {
    resource: schedulingK8sIoV1alpha2.PodGroup,
    singular: 'podgroup',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'PodGroup', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: schedulingK8sIoV1alpha2.Workload,
    singular: 'workload',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: storageK8sIoV1.CSIDriver,
    singular: 'csidriver',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: storageK8sIoV1.CSINode,
    singular: 'csinode',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: storageK8sIoV1.CSIStorageCapacity,
    singular: 'csistoragecapacity',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  },
  {
    resource: storageK8sIoV1.StorageClass,
    singular: 'storageclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['sc'],
  },
  {
    resource: storageK8sIoV1.VolumeAttachment,
    singular: 'volumeattachment',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'VolumeAttachment', verbs: ['get', 'patch', 'update'] }],
  },
  {
    resource: storageK8sIoV1.VolumeAttributesClass,
    singular: 'volumeattributesclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['vac'],
  },
  {
    resource: storageK8sIoV1beta1.VolumeAttributesClass,
    singular: 'volumeattributesclass',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    shortNames: ['vac'],
  },
  {
    resource: storagemigrationK8sIoV1beta1.StorageVersionMigration,
    singular: 'storageversionmigration',
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ name: 'status', kind: 'StorageVersionMigration', verbs: ['get', 'patch', 'update'] }],
  },
];
