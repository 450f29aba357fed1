// The plugins, in the order of kube-apiserver.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/options/plugins.go

import { alwaysPullImages } from './always-pull-images.ts';
import { antiAffinity } from './anti-affinity.ts';
import {
  certificateApproval,
  certificateSigning,
  certificateSubject,
  trustBundleAttest,
} from './certificates.ts';
import { declaredFeatures } from './declared-features.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultTolerations } from './default-tolerations.ts';
import { denyExternalIps } from './deny-external-ips.ts';
import { limitRanger } from './limit-ranger/limit-ranger.ts';
import { nodeTaints } from './node-taints.ts';
import { ownerPermissions } from './owner-permissions.ts';
import type { AdmissionPlugin, LastPlugin } from './plugin.ts';
import { podResize } from './pod-resize.ts';
import { podSecurity } from './pod-security/pod-security.ts';
import { priority } from './priority.ts';
import { resourceQuota } from './resource-quota/resource-quota.ts';
import { runtimeClass } from './runtime-class.ts';
import { serviceAccount } from './service-account/service-account.ts';
import { claimResize, defaultStorageClass, storageInUse } from './storage.ts';
import { topologyLabels } from './topology-labels.ts';

/** Before the webhooks. */
export const admissionPlugins: readonly AdmissionPlugin[] = [
  antiAffinity,
  limitRanger,
  serviceAccount,
  nodeTaints,
  alwaysPullImages,
  podSecurity,
  priority,
  defaultTolerations,
  defaultStorageClass,
  storageInUse,
  ownerPermissions,
  claimResize,
  runtimeClass,
  certificateApproval,
  certificateSigning,
  trustBundleAttest,
  certificateSubject,
  defaultIngressClass,
  denyExternalIps,
  topologyLabels,
  declaredFeatures,
  podResize,
];

/** After all webhooks have had their say: what counts only what is let in. */
export const lastPlugins: readonly LastPlugin[] = [resourceQuota];
