// Which versions are served: alpha and beta are off in a cluster, unless somebody wants them.
// https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (--runtime-config)

import type { Resource } from '@kube-rx/core';
import type { ResourceDescription } from './resource-description.ts';

/**
 * By `GROUP/VERSION` (`v1` for the core group), or `api/all`, `api/ga`, `api/beta` and `api/alpha` for all of these;
 * the first counts more. Versions of groups that are not Kubernetes' own are on unless they are named.
 */
export type RuntimeConfig = Readonly<Record<string, boolean>>;

export function isServed(described: Resource | ResourceDescription, config: RuntimeConfig): boolean {
  const { group, version } = 'resource' in described ? described.resource : described;
  const stage = stageOf(version);
  const named = config[group === '' ? version : `${group}/${version}`];
  const byDefault = stage === 'ga' || !isOwn(group);
  return named ?? config[`api/${stage}`] ?? config['api/all'] ?? byDefault;
}

function stageOf(version: string): 'ga' | 'beta' | 'alpha' {
  if (version.includes('alpha')) return 'alpha';
  return version.includes('beta') ? 'beta' : 'ga';
}

function isOwn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}
