// Every built-in kind that differs from what most kinds do. A new one needs a file and its line here, or a row in the
// file of its siblings.

export { admissionRegistrationKinds } from './admission/admission-registration.ts';
export { certificateKinds } from './certificates.ts';
export { configMap, secret } from './config-data.ts';
export { customResourceDefinition } from './definition/custom-resource-definition.ts';
export { dynamicResourceKinds } from './dynamic-resource/dynamic-resource.ts';
export { coreEvent, newerEvent } from './event/event.ts';
export { flowSchema } from './flow-control/flow-schema.ts';
export { priorityLevel } from './flow-control/priority-level.ts';
export { horizontalPodAutoscaler } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
export { leaseKinds } from './lease.ts';
export { limitRange } from './limit-range.ts';
export { namespace } from './namespace.ts';
export { networkingKinds } from './networking/networking.ts';
export { node } from './node/node.ts';
export { persistentVolume } from './persistent-volume/persistent-volume.ts';
export { persistentVolumeClaim } from './persistent-volume-claim/persistent-volume-claim.ts';
export { plainKinds } from './plain-kinds.ts';
export { pod } from './pod/pod.ts';
export { podTemplate } from './pod/pod-template.ts';
export { podDisruptionBudget } from './pod-disruption-budget.ts';
export { priorityClass } from './priority-class.ts';
export { rbacKinds } from './rbac.ts';
export { resourceQuota } from './resource-quota.ts';
export { runtimeClass } from './runtime-class.ts';
export { servedApiKinds } from './served-apis.ts';
export { service } from './service/service.ts';
export { storageKinds } from './storage/storage.ts';
export { storageVersionMigration } from './storage-version-migration.ts';
export { controllerRevision } from './workload/controller-revision.ts';
export { cronJob } from './workload/cron-job.ts';
export { daemonSet } from './workload/daemon-set.ts';
export { deployment } from './workload/deployment.ts';
export { job } from './workload/job.ts';
export { replicaSet, replicationController } from './workload/replica-set.ts';
export { statefulSet } from './workload/stateful-set.ts';
