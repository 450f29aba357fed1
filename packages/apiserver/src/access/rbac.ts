// Whether a user may do something, by the roles and bindings that are stored.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/

import type { StatusError } from '../status-error.ts';
import type { Bound, RoleRef } from './bindings.ts';
import type { Attributes } from './policy-rule.ts';
import { RuleSet } from './rule-set.ts';
import { superusers } from './superuser.ts';
import type { User } from './user.ts';

export interface AccessDecision {
  readonly allowed: boolean;
  /** Which binding it is owed to; of a refusal, which roles are missing. */
  readonly reason: string;
}

/** Who has which roles, and what these are. */
export interface RoleSource {
  /** The bindings that a user has cluster-wide, and in the namespace if there is one. */
  bindingsOf(user: User, namespace: string): Iterable<Bound>;
  /** The rules of a role; a refusal where it is missing. */
  rulesOf(role: RoleRef, namespace: string): RuleSet | StatusError;
}

export function judge(policies: RoleSource, user: User, attributes: Attributes): AccessDecision {
  if (isSuperuser(user)) return { allowed: true, reason: '' };
  const namespace = 'path' in attributes ? '' : attributes.namespace;
  // Many bindings may be of one role.
  const refusing = new Set<RuleSet>();
  const problems: string[] = [];
  for (const bound of policies.bindingsOf(user, namespace)) {
    const rules = policies.rulesOf(bound.roleRef, bound.namespace);
    if (!(rules instanceof RuleSet)) problems.push(rules.message);
    else if (!refusing.has(rules)) {
      if (rules.allows(attributes)) return { allowed: true, reason: `RBAC: allowed by ${bound.reason}` };
      refusing.add(rules);
    }
  }
  return { allowed: false, reason: problems.length === 0 ? '' : `RBAC: ${aggregated(problems)}` };
}

export function isSuperuser({ groups }: User): boolean {
  return groups.includes(superusers);
}

/** What a user has, cluster-wide and in a namespace. */
export interface HeldRules {
  readonly sets: readonly RuleSet[];
  /** Which roles are missing; `''` where none is. */
  readonly problem: string;
}

export function heldRules(policies: RoleSource, user: User, namespace: string): HeldRules {
  const problems: string[] = [];
  const sets: RuleSet[] = [];
  for (const { roleRef, namespace: bound } of policies.bindingsOf(user, namespace)) {
    const rules = policies.rulesOf(roleRef, bound);
    if (rules instanceof RuleSet) sets.push(rules);
    else problems.push(rules.message);
  }
  return { sets, problem: problems.length === 0 ? '' : aggregated(problems) };
}

// As Go's apimachinery joins errors.
function aggregated(problems: readonly string[]): string {
  const [first = '', ...more] = new Set(problems);
  return more.length === 0 ? first : `[${[first, ...more].join(', ')}]`;
}
