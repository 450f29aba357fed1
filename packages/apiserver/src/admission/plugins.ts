// The plugins, in the order of kube-apiserver.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/options/plugins.go

import { limitRanger } from './limit-ranger/limit-ranger.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { podSecurity } from './pod-security/pod-security.ts';

/** Before the webhooks. */
export const admissionPlugins: readonly AdmissionPlugin[] = [limitRanger, podSecurity];

/** After all webhooks have had their say: what counts only what is let in. */
export const lastPlugins: readonly Pick<AdmissionPlugin, 'name' | 'validate'>[] = [];
