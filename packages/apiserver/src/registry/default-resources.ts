// What is served where nobody says what to serve: the kinds that most programs touch.

import { catalog } from '@kube-rx/k8s/catalog';
import { isStored, type ResourceDescription } from './resource-description.ts';

const groups = new Set([
  '',
  'apps',
  'batch',
  'coordination.k8s.io',
  'events.k8s.io',
  'rbac.authorization.k8s.io',
  'apiextensions.k8s.io',
]);

export const defaultResources: readonly ResourceDescription[] = catalog.filter(
  (entry) => isStored(entry) && entry.resource.version === 'v1' && groups.has(entry.resource.group),
);
