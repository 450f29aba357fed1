// One right of a rule: which of the rights that a program needs it allows.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/rbac/v1/evaluation_helpers.go

import type { ResourceAttributes } from '@kube-rx/core';
import { resourceText } from './access.ts';
import type { GrantedRule } from './granted-rules.ts';

/** One verb on one resource of one group; each may be `*`. */
export interface Grant {
  readonly granted: GrantedRule;
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** Undefined: of whatever name. */
  readonly names: ReadonlySet<string> | undefined;
}

export function* grantsOf(granted: GrantedRule): Generator<Grant> {
  const { apiGroups, resources, verbs, resourceNames } = granted.rule;
  const names = resourceNames && new Set(resourceNames);
  for (const group of apiGroups)
    for (const resource of resources)
      for (const verb of verbs) yield { granted, group, resource, verb, names };
}

export function isWild({ group, resource, verb }: Grant): boolean {
  return group === '*' || verb === '*' || resource === '*' || resource.startsWith('*/');
}

export function allows(grant: Grant, need: ResourceAttributes): boolean {
  const { granted, group, verb, names } = grant;
  return (
    (verb === '*' || verb === need.verb) &&
    (group === '*' || group === need.group) &&
    coversResource(grant.resource, need) &&
    (names === undefined || (need.name !== undefined && names.has(need.name))) &&
    (granted.namespaces === undefined ||
      (need.namespace !== undefined && granted.namespaces.has(need.namespace)))
  );
}

// `pods/*` stands for nothing but itself.
function coversResource(granted: string, need: ResourceAttributes): boolean {
  const { subresource } = need;
  return (
    granted === '*' ||
    granted === resourceText(need) ||
    (subresource !== undefined && granted === `*/${subresource}`)
  );
}
