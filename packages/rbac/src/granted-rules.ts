// What the roles of manifests grant, and where.

import { InvalidRequestError } from '@kube-rx/core';
import { GatheredRoles } from './gathered-roles.ts';
import { recordsAt, textsAt } from './manifest-fields.ts';
import { describeRole, type ManifestDefaults, type ManifestRole, placedRoles } from './manifest-roles.ts';
import type { PolicyRule } from './policy-rule.ts';

/** A rule of a role, where the role holds. */
export interface GrantedRule {
  /** As `ClusterRole website-operator`, `Role website-operator in dns`. */
  readonly role: string;
  /** Which rule of the role, from 0. */
  readonly at: number;
  readonly rule: PolicyRule;
  /** Undefined: in all of them, and for what is in none. */
  readonly namespaces: ReadonlySet<string> | undefined;
}

export interface GrantedRules {
  readonly rules: readonly GrantedRule[];
  /** Roles that are bound and are not among the manifests: what they grant is not known. */
  readonly unknownRoles: readonly string[];
}

const mostGrants = 50_000;

/** @throws InvalidRequestError where there is no role, and where roles grant more than can be looked at. */
export function grantedRules(manifests: Iterable<unknown>, defaults: ManifestDefaults): GrantedRules {
  const { roles, places, unknownRoles } = placedRoles(manifests, defaults);
  const gathered = new GatheredRoles(roles);
  const within = new Map<ManifestRole, Set<string>>();
  for (const [role, namespaces] of places)
    for (const source of gathered.sourcesOf(role))
      within.set(source, new Set([...(within.get(source) ?? []), ...namespaces]));
  const rules = [...within].flatMap(([role, namespaces]) => rulesIn(role, namespaces));
  const grants = rules.reduce((sum, { rule }) => sum + sizeOf(rule), 0);
  if (grants > mostGrants)
    throw new InvalidRequestError(
      `rbac: the roles have more than ${mostGrants} grants, which is too many to compare`,
    );
  return { rules, unknownRoles };
}

function rulesIn(role: ManifestRole, within: ReadonlySet<string>): GrantedRule[] {
  const namespaces = within.has('') ? undefined : within;
  return recordsAt(role.manifest, 'rules').flatMap((rule, at) => {
    const read = readRule(rule);
    return read ? [{ role: describeRole(role), at, rule: read, namespaces }] : [];
  });
}

/** Undefined for a rule of paths alone. */
function readRule(rule: object): PolicyRule | undefined {
  const resources = [...new Set(textsAt(rule, 'resources'))];
  if (resources.length === 0) return undefined;
  const resourceNames = [...new Set(textsAt(rule, 'resourceNames'))];
  return {
    apiGroups: [...new Set(textsAt(rule, 'apiGroups'))],
    resources,
    ...(resourceNames.length > 0 && { resourceNames }),
    verbs: [...new Set(textsAt(rule, 'verbs'))],
  };
}

function sizeOf({ apiGroups, resources, verbs, resourceNames = [] }: PolicyRule): number {
  return apiGroups.length * resources.length * verbs.length + resourceNames.length;
}
