// Decides what any user may do: by roles, or always in their favour.

import type { JsonObject } from '../json/json.ts';
import type { Registry } from '../registry/registry.ts';
import { forbidden, harmless, StatusError } from '../status-error.ts';
import type { RoleRef } from './bindings.ts';
import { escalation } from './escalation.ts';
import { decidingWords, Policies, storageWords } from './policies.ts';
import type { Attributes, PolicyRule } from './policy-rule.ts';
import { type AccessDecision, heldRules, isSuperuser, judge } from './rbac.ts';
import { RuleSet } from './rule-set.ts';
import { clusterAdmin } from './superuser.ts';
import type { User } from './user.ts';

export interface Authorizer {
  /** Of what a request needs. */
  judge(user: User, attributes: Attributes): AccessDecision;
  /** The same, of what is only asked about. */
  review(user: User, attributes: Attributes): AccessDecision;
  /** The rules that a user has, and what is wrong with their other roles. */
  rules(user: User, namespace: string): { readonly rules: readonly JsonObject[]; readonly problem: string };
  /** The rules of a role; a refusal where it is missing. */
  rulesOf(role: RoleRef, namespace: string): RuleSet | StatusError;
  /** Why a user may not grant these rules; undefined where they may. */
  escalation(user: User, namespace: string, rules: readonly PolicyRule[]): string | undefined;
}

/** Without authorization everybody may do everything. */
export const openAuthorizer: Authorizer = {
  judge: allowed,
  review: allowed,
  rules: () => ({ rules: clusterAdmin, problem: '' }),
  rulesOf: () => new RuleSet(clusterAdmin),
  escalation: () => undefined,
};

function allowed(): AccessDecision {
  return { allowed: true, reason: '' };
}

export function rbacAuthorizer(registry: Registry): Authorizer {
  const policies = new Policies(registry, decidingWords);
  const stored = new Policies(registry, storageWords);
  const review = (user: User, attributes: Attributes): AccessDecision => judge(policies, user, attributes);
  return {
    judge: review,
    review,
    rules: (user, namespace) => {
      const { sets, problem } = heldRules(policies, user, namespace);
      return { rules: sets.flatMap(({ rules }) => rules), problem };
    },
    rulesOf: (role, namespace) => policies.rulesOf(role, namespace),
    escalation: (user, namespace, rules) =>
      isSuperuser(user) ? undefined : escalation(user, heldRules(stored, user, namespace), rules),
  };
}

/** @throws StatusError: a 403 where the user may not. */
export function requirePermission(authorizer: Authorizer, user: User, attributes: Attributes): void {
  const { allowed, reason } = authorizer.judge(user, attributes);
  if (!allowed) throw denial(user, attributes, reason);
}

/** A 403 in the words of the real server. */
export function denial(user: User, attributes: Attributes, reason: string): StatusError {
  const who = `User ${JSON.stringify(user.name)} cannot`;
  const because = reason && `: ${reason}`;
  if ('path' in attributes) {
    const why = `${who} ${attributes.verb} path ${JSON.stringify(attributes.path)}`;
    return new StatusError(403, 'Forbidden', {
      message: `forbidden: ${harmless(why)}${because}`,
      details: {},
    });
  }
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const why = `${who} ${verb} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ${where}`;
  return forbidden({ group, plural: resource }, name, { why: harmless(why) + because });
}
