// Where the real server keeps an object in etcd, which some of its messages tell.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubeapiserver/default_storage_factory_builder.go

import type { ServedResource } from './served-resource.ts';

// Kept under names that they once had.
const oldNames: Readonly<Record<string, string>> = {
  replicationcontrollers: 'controllers',
  endpoints: 'services/endpoints',
  services: 'services/specs',
  nodes: 'minions',
  'networking.k8s.io/ingresses': 'ingress',
};

// Served by servers of their own.
const groupsInKeys = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

/** Without the prefix of the whole server; `key` is that of the object within its kind. */
export function storageKey({ resource: { group, plural }, custom }: ServedResource, key: string): string {
  const named = oldNames[group === '' ? plural : `${group}/${plural}`] ?? plural;
  return `/${custom || groupsInKeys.has(group) ? `${group}/` : ''}${named}/${key}`;
}
