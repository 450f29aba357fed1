// Objects with fields that their kinds do not have, have twice, or have in another type.

import type { Ask, Session } from './session.ts';

export const validations: readonly string[] = ['Strict', 'Warn', 'Ignore'];
export const strict: Ask = { query: { fieldValidation: 'Strict' } };

export const leases = (t: Session): string => `/apis/coordination.k8s.io/v1/namespaces/${t.namespace}/leases`;
export const roles = (t: Session): string =>
  `/apis/rbac.authorization.k8s.io/v1/namespaces/${t.namespace}/roles`;
export const deployments = (t: Session): string => `/apis/apps/v1/namespaces/${t.namespace}/deployments`;

export function lease(name: string, spec: unknown = {}, more: object = {}): object {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec, ...more };
}

export function role(name: string, rules: unknown): object {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules };
}

export function pod(name: string, container: object = {}, spec: object = {}): object {
  const containers = [{ name: 'c', image: 'i', ...container }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers, ...spec } };
}

export function deployment(name: string, spec: object, template: object = {}): object {
  const metadata = { labels: { a: 'b' } };
  const podSpec = { containers: [{ name: 'c', image: 'i' }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: { a: 'b' } },
      template: { metadata, spec: podSpec, ...template },
      ...spec,
    },
  };
}
