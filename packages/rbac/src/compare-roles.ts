// Roles that somebody wrote, held to what a program asked for.

import type { ResourceAttributes } from '@kube-rx/core';
import { type Access, byText, collectionKey, resourceId } from './access.ts';
import { type Grant, grantsOf, isWild } from './grant.ts';
import { type GrantedRule, grantedRules } from './granted-rules.ts';
import type { ManifestDefaults } from './manifest-roles.ts';
import { needsOf, type RoleScope } from './needs.ts';
import { NeedsIndex } from './needs-index.ts';

/** Options of `compareRoles`. */
export interface CompareOptions extends RoleScope, ManifestDefaults {}

/**
 * Why a grant is too much:
 * - unused: nothing asks for it.
 * - wildcard: `*` allows more than what was asked for.
 * - any name: only objects of some names were asked for.
 * - any namespace: only some namespaces were asked for.
 */
export type ExcessReason = 'unused' | 'wildcard' | 'any name' | 'any namespace';

/** One verb of one rule that allows more than was asked for. */
export interface ExcessGrant {
  /** As `ClusterRole website-operator`, `Role website-operator in dns`. */
  readonly role: string;
  /** Which rule of the role, from 0. */
  readonly rule: number;
  readonly group: string;
  /** As the rule names it: with its subresource, or `*`. */
  readonly resource: string;
  readonly verb: string;
  /** Of these names nothing was asked for. Absent: the rule has no names, or it is not about them. */
  readonly names?: readonly string[];
  readonly why: ExcessReason;
  /** What would do in its place: rights, names, or namespaces. */
  readonly enough: readonly (ResourceAttributes | string)[];
}

/** How roles differ from what was asked for. */
export interface RoleComparison {
  /** What was asked for, and no role allows; of each collection one, with the first of the names. */
  readonly missing: readonly ResourceAttributes[];
  /** What roles allow, and nobody asked for. */
  readonly excess: readonly ExcessGrant[];
  /** Roles that are bound, and not among the manifests: what they allow is not known, and does not count. */
  readonly unknownRoles: readonly string[];
}

/**
 * Holds the roles of manifests, as many as there are, to what a program asked for. Manifests of other kinds are passed
 * over, and so is what rules say of paths that are no resources. Where there are bindings among the manifests, roles count
 * where they are bound; else a ClusterRole counts everywhere.
 *
 * @throws InvalidRequestError where there is no role among the manifests, or too much to compare, and for a resource of
 *   the scope that nothing asks for.
 * @example
 * const { missing, excess } = compareRoles(manifests, accesses, { named: ['configmaps'] });
 * console.log([...missing.map(describeAccess), ...excess.map(describeExcess)]);
 */
export function compareRoles(
  manifests: Iterable<unknown>,
  accesses: Iterable<Access>,
  options: CompareOptions = {},
): RoleComparison {
  const needs = needsOf(accesses, options);
  const index = new NeedsIndex(needs);
  const { rules, unknownRoles } = grantedRules(manifests, options);
  const met = new Set<ResourceAttributes>();
  const excess: ExcessGrant[] = [];
  for (const granted of rules)
    for (const grant of grantsOf(granted)) {
      const used = index.allowedBy(grant);
      for (const need of used) met.add(need);
      const found = excessOf(grant, used, options);
      if (found) excess.push(found);
    }
  return { missing: firstOfEach(needs.filter((need) => !met.has(need))), excess, unknownRoles };
}

function excessOf(
  grant: Grant,
  used: readonly ResourceAttributes[],
  { named = [] }: RoleScope,
): ExcessGrant | undefined {
  const { granted, names } = grant;
  const [first] = used;
  if (!first) return excess(grant, 'unused', names ? [...names] : []);
  if (isWild(grant)) return { ...excess(grant, 'wildcard'), enough: firstOfEach(used) };
  if (names) {
    const asked = new Set(used.map(({ name }) => name));
    const others = [...names].filter((name) => !asked.has(name));
    return others.length === 0 ? undefined : excess(grant, 'unused', others);
  }
  if (named.includes(resourceId(first)) && used.every(({ name }) => name !== undefined))
    return { ...excess(grant, 'any name'), enough: distinct(used.map(({ name }) => name)) };
  if (granted.namespaces === undefined && used.every(({ namespace }) => namespace !== undefined))
    return { ...excess(grant, 'any namespace'), enough: distinct(used.map(({ namespace }) => namespace)) };
  return undefined;
}

function excess(grant: Grant, why: ExcessReason, names: readonly string[] = []): ExcessGrant {
  const { granted, group, resource, verb } = grant;
  const { role, at: rule }: GrantedRule = granted;
  return { role, rule, group, resource, verb, ...(names.length > 0 && { names }), why, enough: [] };
}

function firstOfEach(needs: readonly ResourceAttributes[]): ResourceAttributes[] {
  const first = new Map<string, ResourceAttributes>();
  for (const need of needs) {
    const key = collectionKey(need);
    if (!first.has(key)) first.set(key, need);
  }
  return [...first.values()];
}

function distinct(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((one) => one !== undefined))].sort(byText);
}
