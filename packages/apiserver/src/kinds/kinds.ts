// Every built-in kind that differs from what most kinds do. A new one needs its file, and its line here.

import { admissionKinds } from './admission.ts';
import { certificateKinds } from './certificates.ts';
import { componentStatus } from './component-status.ts';
import { configMap } from './config-map.ts';
import { csiKinds } from './csi.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { dynamicResourceKinds } from './dynamic-resource/dynamic-resource.ts';
import { endpointSlice, endpoints } from './endpoints.ts';
import { coreEvent, newerEvent } from './event/event.ts';
import { flowControlKinds } from './flow-control.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { ingress, ingressClass } from './ingress.ts';
import type { Kind } from './kind.ts';
import { lease, leaseCandidate } from './lease.ts';
import { limitRange } from './limit-range.ts';
import { namespace } from './namespace.ts';
import { networkPolicy } from './network-policy.ts';
import { node } from './node.ts';
import { persistentVolume, persistentVolumeClaim } from './persistent-volume.ts';
import { pod } from './pod/pod.ts';
import { podTemplate } from './pod/pod-template.ts';
import { podDisruptionBudget } from './pod-disruption-budget.ts';
import { priorityClass } from './priority-class.ts';
import { rbacKinds } from './rbac.ts';
import { resourceQuota } from './resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { secret } from './secret.ts';
import { service } from './service/service.ts';
import { serviceAccount } from './service-account.ts';
import { storageClass, volumeAttributesClass } from './storage-class.ts';
import { cronJob } from './workload/cron-job.ts';
import { daemonSet } from './workload/daemon-set.ts';
import { deployment } from './workload/deployment.ts';
import { job } from './workload/job.ts';
import { replicaSet, replicationController } from './workload/replica-set.ts';
import { statefulSet } from './workload/stateful-set.ts';

export const kinds: readonly Kind[] = [
  ...admissionKinds,
  ...certificateKinds,
  componentStatus,
  configMap,
  coreEvent,
  cronJob,
  ...csiKinds,
  customResourceDefinition,
  daemonSet,
  deployment,
  ...dynamicResourceKinds,
  endpoints,
  endpointSlice,
  ...flowControlKinds,
  horizontalPodAutoscaler,
  ingress,
  ingressClass,
  job,
  lease,
  leaseCandidate,
  limitRange,
  namespace,
  networkPolicy,
  newerEvent,
  node,
  persistentVolume,
  persistentVolumeClaim,
  pod,
  podDisruptionBudget,
  podTemplate,
  priorityClass,
  ...rbacKinds,
  replicaSet,
  replicationController,
  resourceQuota,
  runtimeClass,
  secret,
  service,
  serviceAccount,
  statefulSet,
  storageClass,
  volumeAttributesClass,
];
