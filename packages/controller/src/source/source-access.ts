// The rights that a source needs by its declaration alone.

import type { KubeObject, ResourceAttributes } from '@kube-rx/core';
import type { ScopeOptions } from '@kube-rx/runtime';
import type { Declaration } from './declaration.ts';

/**
 * To list and to watch; and to get what runs may write, as the server is asked about a write whose answer was lost. Where
 * namespaces are found while it runs, they are all that there are.
 */
export function sourceAccess<K extends KubeObject>({
  api,
  mapping,
  options: { namespaces },
}: Declaration<K>): ResourceAttributes[] {
  const { group, plural: resource } = api.resource;
  const verbs = mapping.type === 'watches' ? ['list', 'watch'] : ['get', 'list', 'watch'];
  const within = Array.isArray(namespaces) ? (namespaces as readonly string[]) : [api.namespace];
  const own = within.flatMap((namespace) =>
    verbs.map((verb) => ({ verb, group, resource, ...(namespace !== undefined && { namespace }) })),
  );
  return [...own, ...(findsNamespaces(namespaces) ? ofNamespaces : [])];
}

const ofNamespaces: readonly ResourceAttributes[] = ['list', 'watch'].map((verb) => ({
  verb,
  group: '',
  resource: 'namespaces',
}));

// By a selector. Who may not list namespaces is left with fewer where what is allowed is tried.
function findsNamespaces(namespaces: ScopeOptions['namespaces']): boolean {
  return typeof namespaces === 'object' && ('labelSelector' in namespaces || 'fieldSelector' in namespaces);
}
