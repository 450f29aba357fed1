// The plugins, in the order of kube-apiserver.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/options/plugins.go

import type { AdmissionPlugin } from './plugin.ts';

export const admissionPlugins: readonly AdmissionPlugin[] = [];
