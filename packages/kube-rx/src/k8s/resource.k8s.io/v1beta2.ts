// Generated from kube-apiserver v1.36.3 by `npm run generate`. Do not edit.

export * from '@kube-rx/k8s/resource.k8s.io/v1beta2';
