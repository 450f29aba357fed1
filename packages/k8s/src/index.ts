// Every built-in kind of Kubernetes: its TypeScript type and its resource token, under one name, in its most stable
// version. Another version, or a type whose name two groups share, comes from its own module.
//
//   import { Deployment, Pod } from '@kube-rx/k8s';
//   import { HorizontalPodAutoscaler } from '@kube-rx/k8s/autoscaling/v1';
//
// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

import type * as admissionregistrationK8sIoV1 from './admissionregistration.k8s.io/v1.ts';
import type * as apiextensionsK8sIoV1 from './apiextensions.k8s.io/v1.ts';
import type * as apiregistrationK8sIoV1 from './apiregistration.k8s.io/v1.ts';
import type * as appsV1 from './apps/v1.ts';
import type * as authenticationK8sIoV1 from './authentication.k8s.io/v1.ts';
import type * as authorizationK8sIoV1 from './authorization.k8s.io/v1.ts';
import type * as autoscalingV2 from './autoscaling/v2.ts';
import type * as batchV1 from './batch/v1.ts';
import type * as certificatesK8sIoV1 from './certificates.k8s.io/v1.ts';
import type * as certificatesK8sIoV1beta1 from './certificates.k8s.io/v1beta1.ts';
import type * as coordinationK8sIoV1 from './coordination.k8s.io/v1.ts';
import type * as coordinationK8sIoV1beta1 from './coordination.k8s.io/v1beta1.ts';
import type * as coreV1 from './core/v1.ts';
import type * as discoveryK8sIoV1 from './discovery.k8s.io/v1.ts';
import type * as flowcontrolApiserverK8sIoV1 from './flowcontrol.apiserver.k8s.io/v1.ts';
import type * as internalApiserverK8sIoV1alpha1 from './internal.apiserver.k8s.io/v1alpha1.ts';
import type * as networkingK8sIoV1 from './networking.k8s.io/v1.ts';
import type * as nodeK8sIoV1 from './node.k8s.io/v1.ts';
import type * as policyV1 from './policy/v1.ts';
import type * as rbacAuthorizationK8sIoV1 from './rbac.authorization.k8s.io/v1.ts';
import type * as resourceK8sIoV1 from './resource.k8s.io/v1.ts';
import type * as resourceK8sIoV1alpha3 from './resource.k8s.io/v1alpha3.ts';
import type * as resourceK8sIoV1beta2 from './resource.k8s.io/v1beta2.ts';
import type * as schedulingK8sIoV1 from './scheduling.k8s.io/v1.ts';
import type * as schedulingK8sIoV1alpha2 from './scheduling.k8s.io/v1alpha2.ts';
import type * as storageK8sIoV1 from './storage.k8s.io/v1.ts';
import type * as storagemigrationK8sIoV1beta1 from './storagemigration.k8s.io/v1beta1.ts';
import {
  admissionregistrationK8sIoV1MutatingAdmissionPolicy,
  admissionregistrationK8sIoV1MutatingAdmissionPolicyBinding,
  admissionregistrationK8sIoV1MutatingWebhookConfiguration,
  admissionregistrationK8sIoV1ValidatingAdmissionPolicy,
  admissionregistrationK8sIoV1ValidatingAdmissionPolicyBinding,
  admissionregistrationK8sIoV1ValidatingWebhookConfiguration,
  apiextensionsK8sIoV1CustomResourceDefinition,
  apiregistrationK8sIoV1APIService,
  appsV1ControllerRevision,
  appsV1DaemonSet,
  appsV1Deployment,
  appsV1ReplicaSet,
  appsV1StatefulSet,
  authenticationK8sIoV1SelfSubjectReview,
  authenticationK8sIoV1TokenReview,
  authorizationK8sIoV1LocalSubjectAccessReview,
  authorizationK8sIoV1SelfSubjectAccessReview,
  authorizationK8sIoV1SelfSubjectRulesReview,
  authorizationK8sIoV1SubjectAccessReview,
  autoscalingV2HorizontalPodAutoscaler,
  batchV1CronJob,
  batchV1Job,
  certificatesK8sIoV1beta1ClusterTrustBundle,
  certificatesK8sIoV1beta1PodCertificateRequest,
  certificatesK8sIoV1CertificateSigningRequest,
  coordinationK8sIoV1beta1LeaseCandidate,
  coordinationK8sIoV1Lease,
  coreV1Binding,
  coreV1ComponentStatus,
  coreV1ConfigMap,
  coreV1Endpoints,
  coreV1Event,
  coreV1LimitRange,
  coreV1Namespace,
  coreV1Node,
  coreV1PersistentVolume,
  coreV1PersistentVolumeClaim,
  coreV1Pod,
  coreV1PodTemplate,
  coreV1ReplicationController,
  coreV1ResourceQuota,
  coreV1Secret,
  coreV1Service,
  coreV1ServiceAccount,
  discoveryK8sIoV1EndpointSlice,
  flowcontrolApiserverK8sIoV1FlowSchema,
  flowcontrolApiserverK8sIoV1PriorityLevelConfiguration,
  internalApiserverK8sIoV1alpha1StorageVersion,
  networkingK8sIoV1Ingress,
  networkingK8sIoV1IngressClass,
  networkingK8sIoV1IPAddress,
  networkingK8sIoV1NetworkPolicy,
  networkingK8sIoV1ServiceCIDR,
  nodeK8sIoV1RuntimeClass,
  policyV1PodDisruptionBudget,
  rbacAuthorizationK8sIoV1ClusterRole,
  rbacAuthorizationK8sIoV1ClusterRoleBinding,
  rbacAuthorizationK8sIoV1Role,
  rbacAuthorizationK8sIoV1RoleBinding,
  resourceK8sIoV1alpha3ResourcePoolStatusRequest,
  resourceK8sIoV1beta2DeviceTaintRule,
  resourceK8sIoV1DeviceClass,
  resourceK8sIoV1ResourceClaim,
  resourceK8sIoV1ResourceClaimTemplate,
  resourceK8sIoV1ResourceSlice,
  schedulingK8sIoV1alpha2PodGroup,
  schedulingK8sIoV1alpha2Workload,
  schedulingK8sIoV1PriorityClass,
  storageK8sIoV1CSIDriver,
  storageK8sIoV1CSINode,
  storageK8sIoV1CSIStorageCapacity,
  storageK8sIoV1StorageClass,
  storageK8sIoV1VolumeAttachment,
  storageK8sIoV1VolumeAttributesClass,
  storagemigrationK8sIoV1beta1StorageVersionMigration,
} from './tokens.ts';

export type MutatingAdmissionPolicy = admissionregistrationK8sIoV1.MutatingAdmissionPolicy;
export const MutatingAdmissionPolicy: typeof admissionregistrationK8sIoV1.MutatingAdmissionPolicy =
  admissionregistrationK8sIoV1MutatingAdmissionPolicy;
export type MutatingAdmissionPolicyBinding = admissionregistrationK8sIoV1.MutatingAdmissionPolicyBinding;
export const MutatingAdmissionPolicyBinding: typeof admissionregistrationK8sIoV1.MutatingAdmissionPolicyBinding =
  admissionregistrationK8sIoV1MutatingAdmissionPolicyBinding;
export type MutatingWebhookConfiguration = admissionregistrationK8sIoV1.MutatingWebhookConfiguration;
export const MutatingWebhookConfiguration: typeof admissionregistrationK8sIoV1.MutatingWebhookConfiguration =
  admissionregistrationK8sIoV1MutatingWebhookConfiguration;
export type ValidatingAdmissionPolicy = admissionregistrationK8sIoV1.ValidatingAdmissionPolicy;
export const ValidatingAdmissionPolicy: typeof admissionregistrationK8sIoV1.ValidatingAdmissionPolicy =
  admissionregistrationK8sIoV1ValidatingAdmissionPolicy;
export type ValidatingAdmissionPolicyBinding = admissionregistrationK8sIoV1.ValidatingAdmissionPolicyBinding;
export const ValidatingAdmissionPolicyBinding: typeof admissionregistrationK8sIoV1.ValidatingAdmissionPolicyBinding =
  admissionregistrationK8sIoV1ValidatingAdmissionPolicyBinding;
export type ValidatingWebhookConfiguration = admissionregistrationK8sIoV1.ValidatingWebhookConfiguration;
export const ValidatingWebhookConfiguration: typeof admissionregistrationK8sIoV1.ValidatingWebhookConfiguration =
  admissionregistrationK8sIoV1ValidatingWebhookConfiguration;
export type {
  ApplyConfiguration,
  AuditAnnotation,
  ExpressionWarning,
  JSONPatch,
  MatchCondition,
  MatchResources,
  MutatingAdmissionPolicyBindingSpec,
  MutatingAdmissionPolicySpec,
  MutatingWebhook,
  Mutation,
  NamedRuleWithOperations,
  ParamKind,
  ParamRef,
  RuleWithOperations,
  TypeChecking,
  ValidatingAdmissionPolicyBindingSpec,
  ValidatingAdmissionPolicySpec,
  ValidatingAdmissionPolicyStatus,
  ValidatingWebhook,
  Validation,
  Variable,
} from './admissionregistration.k8s.io/v1.ts';
export type CustomResourceDefinition = apiextensionsK8sIoV1.CustomResourceDefinition;
export const CustomResourceDefinition: typeof apiextensionsK8sIoV1.CustomResourceDefinition =
  apiextensionsK8sIoV1CustomResourceDefinition;
export type {
  CustomResourceColumnDefinition,
  CustomResourceConversion,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionStatus,
  CustomResourceDefinitionVersion,
  CustomResourceSubresourceScale,
  CustomResourceSubresourceStatus,
  CustomResourceSubresources,
  CustomResourceValidation,
  ExternalDocumentation,
  JSONSchemaProps,
  SelectableField,
  ValidationRule,
  WebhookConversion,
} from './apiextensions.k8s.io/v1.ts';
export type APIService = apiregistrationK8sIoV1.APIService;
export const APIService: typeof apiregistrationK8sIoV1.APIService = apiregistrationK8sIoV1APIService;
export type { APIServiceCondition, APIServiceSpec, APIServiceStatus } from './apiregistration.k8s.io/v1.ts';
export type ControllerRevision = appsV1.ControllerRevision;
export const ControllerRevision: typeof appsV1.ControllerRevision = appsV1ControllerRevision;
export type DaemonSet = appsV1.DaemonSet;
export const DaemonSet: typeof appsV1.DaemonSet = appsV1DaemonSet;
export type Deployment = appsV1.Deployment;
export const Deployment: typeof appsV1.Deployment = appsV1Deployment;
export type ReplicaSet = appsV1.ReplicaSet;
export const ReplicaSet: typeof appsV1.ReplicaSet = appsV1ReplicaSet;
export type StatefulSet = appsV1.StatefulSet;
export const StatefulSet: typeof appsV1.StatefulSet = appsV1StatefulSet;
export type {
  DaemonSetCondition,
  DaemonSetSpec,
  DaemonSetStatus,
  DaemonSetUpdateStrategy,
  DeploymentCondition,
  DeploymentSpec,
  DeploymentStatus,
  DeploymentStrategy,
  ReplicaSetCondition,
  ReplicaSetSpec,
  ReplicaSetStatus,
  RollingUpdateDaemonSet,
  RollingUpdateDeployment,
  RollingUpdateStatefulSetStrategy,
  StatefulSetCondition,
  StatefulSetOrdinals,
  StatefulSetPersistentVolumeClaimRetentionPolicy,
  StatefulSetSpec,
  StatefulSetStatus,
  StatefulSetUpdateStrategy,
} from './apps/v1.ts';
export type SelfSubjectReview = authenticationK8sIoV1.SelfSubjectReview;
export const SelfSubjectReview: typeof authenticationK8sIoV1.SelfSubjectReview =
  authenticationK8sIoV1SelfSubjectReview;
export type TokenReview = authenticationK8sIoV1.TokenReview;
export const TokenReview: typeof authenticationK8sIoV1.TokenReview = authenticationK8sIoV1TokenReview;
export type {
  BoundObjectReference,
  SelfSubjectReviewStatus,
  TokenRequestSpec,
  TokenRequestStatus,
  TokenReviewSpec,
  TokenReviewStatus,
  UserInfo,
} from './authentication.k8s.io/v1.ts';
export type LocalSubjectAccessReview = authorizationK8sIoV1.LocalSubjectAccessReview;
export const LocalSubjectAccessReview: typeof authorizationK8sIoV1.LocalSubjectAccessReview =
  authorizationK8sIoV1LocalSubjectAccessReview;
export type SelfSubjectAccessReview = authorizationK8sIoV1.SelfSubjectAccessReview;
export const SelfSubjectAccessReview: typeof authorizationK8sIoV1.SelfSubjectAccessReview =
  authorizationK8sIoV1SelfSubjectAccessReview;
export type SelfSubjectRulesReview = authorizationK8sIoV1.SelfSubjectRulesReview;
export const SelfSubjectRulesReview: typeof authorizationK8sIoV1.SelfSubjectRulesReview =
  authorizationK8sIoV1SelfSubjectRulesReview;
export type SubjectAccessReview = authorizationK8sIoV1.SubjectAccessReview;
export const SubjectAccessReview: typeof authorizationK8sIoV1.SubjectAccessReview =
  authorizationK8sIoV1SubjectAccessReview;
export type {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  NonResourceAttributes,
  NonResourceRule,
  ResourceAttributes,
  ResourceRule,
  SelfSubjectAccessReviewSpec,
  SelfSubjectRulesReviewSpec,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
  SubjectRulesReviewStatus,
} from './authorization.k8s.io/v1.ts';
export type { Scale, ScaleSpec, ScaleStatus } from './autoscaling/v1.ts';
export type HorizontalPodAutoscaler = autoscalingV2.HorizontalPodAutoscaler;
export const HorizontalPodAutoscaler: typeof autoscalingV2.HorizontalPodAutoscaler =
  autoscalingV2HorizontalPodAutoscaler;
export type {
  ContainerResourceMetricSource,
  ContainerResourceMetricStatus,
  CrossVersionObjectReference,
  ExternalMetricSource,
  ExternalMetricStatus,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  HPAScalingPolicy,
  HPAScalingRules,
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
  ObjectMetricSource,
  ObjectMetricStatus,
  PodsMetricSource,
  PodsMetricStatus,
  ResourceMetricSource,
  ResourceMetricStatus,
} from './autoscaling/v2.ts';
export type CronJob = batchV1.CronJob;
export const CronJob: typeof batchV1.CronJob = batchV1CronJob;
export type Job = batchV1.Job;
export const Job: typeof batchV1.Job = batchV1Job;
export type {
  CronJobSpec,
  CronJobStatus,
  JobCondition,
  JobSpec,
  JobStatus,
  JobTemplateSpec,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicy,
  SuccessPolicyRule,
  UncountedTerminatedPods,
} from './batch/v1.ts';
export type CertificateSigningRequest = certificatesK8sIoV1.CertificateSigningRequest;
export const CertificateSigningRequest: typeof certificatesK8sIoV1.CertificateSigningRequest =
  certificatesK8sIoV1CertificateSigningRequest;
export type {
  CertificateSigningRequestCondition,
  CertificateSigningRequestSpec,
  CertificateSigningRequestStatus,
} from './certificates.k8s.io/v1.ts';
export type ClusterTrustBundle = certificatesK8sIoV1beta1.ClusterTrustBundle;
export const ClusterTrustBundle: typeof certificatesK8sIoV1beta1.ClusterTrustBundle =
  certificatesK8sIoV1beta1ClusterTrustBundle;
export type PodCertificateRequest = certificatesK8sIoV1beta1.PodCertificateRequest;
export const PodCertificateRequest: typeof certificatesK8sIoV1beta1.PodCertificateRequest =
  certificatesK8sIoV1beta1PodCertificateRequest;
export type {
  ClusterTrustBundleSpec,
  PodCertificateRequestSpec,
  PodCertificateRequestStatus,
} from './certificates.k8s.io/v1beta1.ts';
export type Lease = coordinationK8sIoV1.Lease;
export const Lease: typeof coordinationK8sIoV1.Lease = coordinationK8sIoV1Lease;
export type { LeaseSpec } from './coordination.k8s.io/v1.ts';
export type LeaseCandidate = coordinationK8sIoV1beta1.LeaseCandidate;
export const LeaseCandidate: typeof coordinationK8sIoV1beta1.LeaseCandidate =
  coordinationK8sIoV1beta1LeaseCandidate;
export type { LeaseCandidateSpec } from './coordination.k8s.io/v1beta1.ts';
export type Binding = coreV1.Binding;
export const Binding: typeof coreV1.Binding = coreV1Binding;
export type ComponentStatus = coreV1.ComponentStatus;
export const ComponentStatus: typeof coreV1.ComponentStatus = coreV1ComponentStatus;
export type ConfigMap = coreV1.ConfigMap;
export const ConfigMap: typeof coreV1.ConfigMap = coreV1ConfigMap;
export type Endpoints = coreV1.Endpoints;
export const Endpoints: typeof coreV1.Endpoints = coreV1Endpoints;
export type Event = coreV1.Event;
export const Event: typeof coreV1.Event = coreV1Event;
export type LimitRange = coreV1.LimitRange;
export const LimitRange: typeof coreV1.LimitRange = coreV1LimitRange;
export type Namespace = coreV1.Namespace;
export const Namespace: typeof coreV1.Namespace = coreV1Namespace;
export type Node = coreV1.Node;
export const Node: typeof coreV1.Node = coreV1Node;
export type PersistentVolume = coreV1.PersistentVolume;
export const PersistentVolume: typeof coreV1.PersistentVolume = coreV1PersistentVolume;
export type PersistentVolumeClaim = coreV1.PersistentVolumeClaim;
export const PersistentVolumeClaim: typeof coreV1.PersistentVolumeClaim = coreV1PersistentVolumeClaim;
export type Pod = coreV1.Pod;
export const Pod: typeof coreV1.Pod = coreV1Pod;
export type PodTemplate = coreV1.PodTemplate;
export const PodTemplate: typeof coreV1.PodTemplate = coreV1PodTemplate;
export type ReplicationController = coreV1.ReplicationController;
export const ReplicationController: typeof coreV1.ReplicationController = coreV1ReplicationController;
export type ResourceQuota = coreV1.ResourceQuota;
export const ResourceQuota: typeof coreV1.ResourceQuota = coreV1ResourceQuota;
export type Secret = coreV1.Secret;
export const Secret: typeof coreV1.Secret = coreV1Secret;
export type Service = coreV1.Service;
export const Service: typeof coreV1.Service = coreV1Service;
export type ServiceAccount = coreV1.ServiceAccount;
export const ServiceAccount: typeof coreV1.ServiceAccount = coreV1ServiceAccount;
export type {
  Affinity,
  AppArmorProfile,
  AttachedVolume,
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFilePersistentVolumeSource,
  AzureFileVolumeSource,
  Capabilities,
  CephFSPersistentVolumeSource,
  CephFSVolumeSource,
  CinderPersistentVolumeSource,
  CinderVolumeSource,
  ClientIPConfig,
  ClusterTrustBundleProjection,
  ComponentCondition,
  ConfigMapEnvSource,
  ConfigMapKeySelector,
  ConfigMapNodeConfigSource,
  ConfigMapProjection,
  ConfigMapVolumeSource,
  Container,
  ContainerExtendedResourceRequest,
  ContainerImage,
  ContainerPort,
  ContainerResizePolicy,
  ContainerRestartRule,
  ContainerRestartRuleOnExitCodes,
  ContainerState,
  ContainerStateRunning,
  ContainerStateTerminated,
  ContainerStateWaiting,
  ContainerStatus,
  ContainerUser,
  CSIPersistentVolumeSource,
  CSIVolumeSource,
  DaemonEndpoint,
  DownwardAPIProjection,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  EmptyDirVolumeSource,
  EndpointAddress,
  EndpointPort,
  EndpointSubset,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  EphemeralContainer,
  EphemeralVolumeSource,
  EventSeries,
  EventSource,
  ExecAction,
  FCVolumeSource,
  FileKeySelector,
  FlexPersistentVolumeSource,
  FlexVolumeSource,
  FlockerVolumeSource,
  GCEPersistentDiskVolumeSource,
  GitRepoVolumeSource,
  GlusterfsPersistentVolumeSource,
  GlusterfsVolumeSource,
  GRPCAction,
  HostAlias,
  HostIP,
  HostPathVolumeSource,
  HTTPGetAction,
  HTTPHeader,
  ImageVolumeSource,
  ImageVolumeStatus,
  ISCSIPersistentVolumeSource,
  ISCSIVolumeSource,
  KeyToPath,
  Lifecycle,
  LifecycleHandler,
  LimitRangeItem,
  LimitRangeSpec,
  LinuxContainerUser,
  LoadBalancerIngress,
  LoadBalancerStatus,
  LocalObjectReference,
  LocalVolumeSource,
  ModifyVolumeStatus,
  NamespaceCondition,
  NamespaceSpec,
  NamespaceStatus,
  NFSVolumeSource,
  NodeAddress,
  NodeAffinity,
  NodeAllocatableResourceClaimStatus,
  NodeCondition,
  NodeConfigSource,
  NodeConfigStatus,
  NodeDaemonEndpoints,
  NodeFeatures,
  NodeRuntimeHandler,
  NodeRuntimeHandlerFeatures,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  NodeSpec,
  NodeStatus,
  NodeSwapStatus,
  NodeSystemInfo,
  ObjectFieldSelector,
  ObjectReference,
  PersistentVolumeClaimCondition,
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimStatus,
  PersistentVolumeClaimTemplate,
  PersistentVolumeClaimVolumeSource,
  PersistentVolumeSpec,
  PersistentVolumeStatus,
  PhotonPersistentDiskVolumeSource,
  PodAffinity,
  PodAffinityTerm,
  PodAntiAffinity,
  PodCertificateProjection,
  PodCondition,
  PodDNSConfig,
  PodDNSConfigOption,
  PodExtendedResourceClaimStatus,
  PodIP,
  PodOS,
  PodReadinessGate,
  PodResourceClaim,
  PodResourceClaimStatus,
  PodSchedulingGate,
  PodSchedulingGroup,
  PodSecurityContext,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  PortStatus,
  PortworxVolumeSource,
  PreferredSchedulingTerm,
  Probe,
  ProjectedVolumeSource,
  QuobyteVolumeSource,
  RBDPersistentVolumeSource,
  RBDVolumeSource,
  ReplicationControllerCondition,
  ReplicationControllerSpec,
  ReplicationControllerStatus,
  ResourceFieldSelector,
  ResourceHealth,
  ResourceQuotaSpec,
  ResourceQuotaStatus,
  ResourceRequirements,
  ResourceStatus,
  ScaleIOPersistentVolumeSource,
  ScaleIOVolumeSource,
  ScopedResourceSelectorRequirement,
  ScopeSelector,
  SELinuxOptions,
  SeccompProfile,
  SecretEnvSource,
  SecretKeySelector,
  SecretProjection,
  SecretReference,
  SecretVolumeSource,
  SecurityContext,
  ServiceAccountTokenProjection,
  ServicePort,
  ServiceSpec,
  ServiceStatus,
  SessionAffinityConfig,
  SleepAction,
  StorageOSPersistentVolumeSource,
  StorageOSVolumeSource,
  Sysctl,
  Taint,
  TCPSocketAction,
  Toleration,
  TopologySelectorLabelRequirement,
  TopologySelectorTerm,
  TopologySpreadConstraint,
  TypedLocalObjectReference,
  TypedObjectReference,
  Volume,
  VolumeDevice,
  VolumeMount,
  VolumeMountStatus,
  VolumeNodeAffinity,
  VolumeProjection,
  VolumeResourceRequirements,
  VolumeStatus,
  VsphereVirtualDiskVolumeSource,
  WeightedPodAffinityTerm,
  WindowsSecurityContextOptions,
} from './core/v1.ts';
export type EndpointSlice = discoveryK8sIoV1.EndpointSlice;
export const EndpointSlice: typeof discoveryK8sIoV1.EndpointSlice = discoveryK8sIoV1EndpointSlice;
export type { Endpoint, EndpointConditions, EndpointHints, ForNode, ForZone } from './discovery.k8s.io/v1.ts';
export type FlowSchema = flowcontrolApiserverK8sIoV1.FlowSchema;
export const FlowSchema: typeof flowcontrolApiserverK8sIoV1.FlowSchema =
  flowcontrolApiserverK8sIoV1FlowSchema;
export type PriorityLevelConfiguration = flowcontrolApiserverK8sIoV1.PriorityLevelConfiguration;
export const PriorityLevelConfiguration: typeof flowcontrolApiserverK8sIoV1.PriorityLevelConfiguration =
  flowcontrolApiserverK8sIoV1PriorityLevelConfiguration;
export type {
  ExemptPriorityLevelConfiguration,
  FlowDistinguisherMethod,
  FlowSchemaCondition,
  FlowSchemaSpec,
  FlowSchemaStatus,
  GroupSubject,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  PriorityLevelConfigurationCondition,
  PriorityLevelConfigurationReference,
  PriorityLevelConfigurationSpec,
  PriorityLevelConfigurationStatus,
  QueuingConfiguration,
  ResourcePolicyRule,
  ServiceAccountSubject,
  UserSubject,
} from './flowcontrol.apiserver.k8s.io/v1.ts';
export type StorageVersion = internalApiserverK8sIoV1alpha1.StorageVersion;
export const StorageVersion: typeof internalApiserverK8sIoV1alpha1.StorageVersion =
  internalApiserverK8sIoV1alpha1StorageVersion;
export type {
  ServerStorageVersion,
  StorageVersionCondition,
  StorageVersionSpec,
  StorageVersionStatus,
} from './internal.apiserver.k8s.io/v1alpha1.ts';
export type {
  APIResource,
  APIResourceList,
  Condition,
  DeleteOptions,
  FieldSelectorRequirement,
  GroupResource,
  LabelSelector,
  LabelSelectorRequirement,
  Preconditions,
  ShardInfo,
} from './meta/v1.ts';
export type IPAddress = networkingK8sIoV1.IPAddress;
export const IPAddress: typeof networkingK8sIoV1.IPAddress = networkingK8sIoV1IPAddress;
export type Ingress = networkingK8sIoV1.Ingress;
export const Ingress: typeof networkingK8sIoV1.Ingress = networkingK8sIoV1Ingress;
export type IngressClass = networkingK8sIoV1.IngressClass;
export const IngressClass: typeof networkingK8sIoV1.IngressClass = networkingK8sIoV1IngressClass;
export type NetworkPolicy = networkingK8sIoV1.NetworkPolicy;
export const NetworkPolicy: typeof networkingK8sIoV1.NetworkPolicy = networkingK8sIoV1NetworkPolicy;
export type ServiceCIDR = networkingK8sIoV1.ServiceCIDR;
export const ServiceCIDR: typeof networkingK8sIoV1.ServiceCIDR = networkingK8sIoV1ServiceCIDR;
export type {
  HTTPIngressPath,
  HTTPIngressRuleValue,
  IngressBackend,
  IngressClassParametersReference,
  IngressClassSpec,
  IngressLoadBalancerIngress,
  IngressLoadBalancerStatus,
  IngressPortStatus,
  IngressRule,
  IngressServiceBackend,
  IngressSpec,
  IngressStatus,
  IngressTLS,
  IPAddressSpec,
  IPBlock,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
  ParentReference,
  ServiceBackendPort,
  ServiceCIDRSpec,
  ServiceCIDRStatus,
} from './networking.k8s.io/v1.ts';
export type RuntimeClass = nodeK8sIoV1.RuntimeClass;
export const RuntimeClass: typeof nodeK8sIoV1.RuntimeClass = nodeK8sIoV1RuntimeClass;
export type { Overhead, Scheduling } from './node.k8s.io/v1.ts';
export type PodDisruptionBudget = policyV1.PodDisruptionBudget;
export const PodDisruptionBudget: typeof policyV1.PodDisruptionBudget = policyV1PodDisruptionBudget;
export type { Eviction, PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from './policy/v1.ts';
export type ClusterRole = rbacAuthorizationK8sIoV1.ClusterRole;
export const ClusterRole: typeof rbacAuthorizationK8sIoV1.ClusterRole = rbacAuthorizationK8sIoV1ClusterRole;
export type ClusterRoleBinding = rbacAuthorizationK8sIoV1.ClusterRoleBinding;
export const ClusterRoleBinding: typeof rbacAuthorizationK8sIoV1.ClusterRoleBinding =
  rbacAuthorizationK8sIoV1ClusterRoleBinding;
export type Role = rbacAuthorizationK8sIoV1.Role;
export const Role: typeof rbacAuthorizationK8sIoV1.Role = rbacAuthorizationK8sIoV1Role;
export type RoleBinding = rbacAuthorizationK8sIoV1.RoleBinding;
export const RoleBinding: typeof rbacAuthorizationK8sIoV1.RoleBinding = rbacAuthorizationK8sIoV1RoleBinding;
export type { AggregationRule, PolicyRule, RoleRef } from './rbac.authorization.k8s.io/v1.ts';
export type DeviceClass = resourceK8sIoV1.DeviceClass;
export const DeviceClass: typeof resourceK8sIoV1.DeviceClass = resourceK8sIoV1DeviceClass;
export type ResourceClaim = resourceK8sIoV1.ResourceClaim;
export const ResourceClaim: typeof resourceK8sIoV1.ResourceClaim = resourceK8sIoV1ResourceClaim;
export type ResourceClaimTemplate = resourceK8sIoV1.ResourceClaimTemplate;
export const ResourceClaimTemplate: typeof resourceK8sIoV1.ResourceClaimTemplate =
  resourceK8sIoV1ResourceClaimTemplate;
export type ResourceSlice = resourceK8sIoV1.ResourceSlice;
export const ResourceSlice: typeof resourceK8sIoV1.ResourceSlice = resourceK8sIoV1ResourceSlice;
export type {
  AllocatedDeviceStatus,
  AllocationResult,
  CapacityRequestPolicy,
  CapacityRequestPolicyRange,
  CapacityRequirements,
  CELDeviceSelector,
  Counter,
  CounterSet,
  Device,
  DeviceAllocationConfiguration,
  DeviceAllocationResult,
  DeviceAttribute,
  DeviceCapacity,
  DeviceClaim,
  DeviceClaimConfiguration,
  DeviceClassConfiguration,
  DeviceClassSpec,
  DeviceConstraint,
  DeviceCounterConsumption,
  DeviceRequest,
  DeviceRequestAllocationResult,
  DeviceSelector,
  DeviceSubRequest,
  DeviceTaint,
  DeviceToleration,
  ExactDeviceRequest,
  NetworkDeviceData,
  NodeAllocatableResourceMapping,
  OpaqueDeviceConfiguration,
  ResourceClaimConsumerReference,
  ResourceClaimSpec,
  ResourceClaimStatus,
  ResourceClaimTemplateSpec,
  ResourcePool,
  ResourceSliceSpec,
} from './resource.k8s.io/v1.ts';
export type ResourcePoolStatusRequest = resourceK8sIoV1alpha3.ResourcePoolStatusRequest;
export const ResourcePoolStatusRequest: typeof resourceK8sIoV1alpha3.ResourcePoolStatusRequest =
  resourceK8sIoV1alpha3ResourcePoolStatusRequest;
export type {
  PoolStatus,
  ResourcePoolStatusRequestSpec,
  ResourcePoolStatusRequestStatus,
} from './resource.k8s.io/v1alpha3.ts';
export type DeviceTaintRule = resourceK8sIoV1beta2.DeviceTaintRule;
export const DeviceTaintRule: typeof resourceK8sIoV1beta2.DeviceTaintRule =
  resourceK8sIoV1beta2DeviceTaintRule;
export type {
  DeviceTaintRuleSpec,
  DeviceTaintRuleStatus,
  DeviceTaintSelector,
} from './resource.k8s.io/v1beta2.ts';
export type PriorityClass = schedulingK8sIoV1.PriorityClass;
export const PriorityClass: typeof schedulingK8sIoV1.PriorityClass = schedulingK8sIoV1PriorityClass;
export type PodGroup = schedulingK8sIoV1alpha2.PodGroup;
export const PodGroup: typeof schedulingK8sIoV1alpha2.PodGroup = schedulingK8sIoV1alpha2PodGroup;
export type Workload = schedulingK8sIoV1alpha2.Workload;
export const Workload: typeof schedulingK8sIoV1alpha2.Workload = schedulingK8sIoV1alpha2Workload;
export type {
  BasicSchedulingPolicy,
  GangSchedulingPolicy,
  PodGroupResourceClaim,
  PodGroupResourceClaimStatus,
  PodGroupSchedulingConstraints,
  PodGroupSchedulingPolicy,
  PodGroupSpec,
  PodGroupStatus,
  PodGroupTemplate,
  PodGroupTemplateReference,
  TopologyConstraint,
  WorkloadPodGroupTemplateReference,
  WorkloadSpec,
} from './scheduling.k8s.io/v1alpha2.ts';
export type CSIDriver = storageK8sIoV1.CSIDriver;
export const CSIDriver: typeof storageK8sIoV1.CSIDriver = storageK8sIoV1CSIDriver;
export type CSINode = storageK8sIoV1.CSINode;
export const CSINode: typeof storageK8sIoV1.CSINode = storageK8sIoV1CSINode;
export type CSIStorageCapacity = storageK8sIoV1.CSIStorageCapacity;
export const CSIStorageCapacity: typeof storageK8sIoV1.CSIStorageCapacity = storageK8sIoV1CSIStorageCapacity;
export type StorageClass = storageK8sIoV1.StorageClass;
export const StorageClass: typeof storageK8sIoV1.StorageClass = storageK8sIoV1StorageClass;
export type VolumeAttachment = storageK8sIoV1.VolumeAttachment;
export const VolumeAttachment: typeof storageK8sIoV1.VolumeAttachment = storageK8sIoV1VolumeAttachment;
export type VolumeAttributesClass = storageK8sIoV1.VolumeAttributesClass;
export const VolumeAttributesClass: typeof storageK8sIoV1.VolumeAttributesClass =
  storageK8sIoV1VolumeAttributesClass;
export type {
  CSIDriverSpec,
  CSINodeDriver,
  CSINodeSpec,
  VolumeAttachmentSource,
  VolumeAttachmentSpec,
  VolumeAttachmentStatus,
  VolumeError,
  VolumeNodeResources,
} from './storage.k8s.io/v1.ts';
export type StorageVersionMigration = storagemigrationK8sIoV1beta1.StorageVersionMigration;
export const StorageVersionMigration: typeof storagemigrationK8sIoV1beta1.StorageVersionMigration =
  storagemigrationK8sIoV1beta1StorageVersionMigration;
export type {
  StorageVersionMigrationSpec,
  StorageVersionMigrationStatus,
} from './storagemigration.k8s.io/v1beta1.ts';
