// kube-rx for kinds of your own: a custom resource from a schema in code.

export * from '@kube-rx/crd';
