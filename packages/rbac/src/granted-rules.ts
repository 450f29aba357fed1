// What the roles of manifests grant, and where.

import { InvalidRequestError, LabelQuery, printable } from '@kube-rx/core';
import { isRecord, recordsAt, textAt, textsAt } from './manifest-fields.ts';
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

/** A role of manifests. */
interface ReadRole {
  readonly kind: 'ClusterRole' | 'Role';
  readonly name: string;
  readonly namespace: string;
  readonly manifest: object;
}

export interface GrantedRules {
  readonly rules: readonly GrantedRule[];
  /** Roles that are bound and are not among the manifests: what they grant is not known. */
  readonly unknownRoles: readonly string[];
}

/** Where manifests leave it open. */
export interface ManifestDefaults {
  /** Of manifests that name none. Default `default`. */
  readonly namespace?: string;
}

const rbacGroup = 'rbac.authorization.k8s.io';
const mostGrants = 50_000;

/**
 * Where there are bindings, what is bound counts, to whomever. Where there are none, each role counts as far as it can
 * reach.
 *
 * @throws InvalidRequestError where there is no role, and where roles grant more than can be looked at.
 */
export function grantedRules(
  manifests: Iterable<unknown>,
  { namespace: fallback = 'default' }: ManifestDefaults,
): GrantedRules {
  const ours = [...manifests]
    .filter(isRecord)
    .filter((one) => textAt(one, 'apiVersion').startsWith(`${rbacGroup}/`));
  const roles = ours.flatMap((one) => readRole(one, fallback) ?? []);
  if (roles.length === 0)
    throw new InvalidRequestError('rbac: the manifests have no Role and no ClusterRole');
  const bindings = ours.filter((one) => /^(Cluster)?RoleBinding$/.test(textAt(one, 'kind')));
  const unknownRoles = new Set<string>();
  const places = new Map<ReadRole, Set<string>>();
  if (bindings.length === 0) for (const role of roles) places.set(role, new Set([role.namespace]));
  for (const binding of bindings) {
    const within =
      textAt(binding, 'kind') === 'RoleBinding' ? textAt(binding, 'metadata', 'namespace') || fallback : '';
    const kind = textAt(binding, 'roleRef', 'kind');
    const name = textAt(binding, 'roleRef', 'name');
    const role = roles.find(
      (one) => one.kind === kind && one.name === name && (kind === 'ClusterRole' || one.namespace === within),
    );
    if (role) places.set(role, (places.get(role) ?? new Set()).add(within));
    else unknownRoles.add(printable(`${kind} ${name}${within === '' ? '' : ` in ${within}`}`, 300));
  }
  const rules = [...places].flatMap(([role, within]) => rulesIn(role, within, roles));
  const grants = rules.reduce((sum, { rule }) => sum + sizeOf(rule), 0);
  if (grants > mostGrants)
    throw new InvalidRequestError(
      `rbac: the roles have more than ${mostGrants} grants, which is too many to compare`,
    );
  return { rules, unknownRoles: [...unknownRoles] };
}

function readRole(manifest: object, fallback: string): ReadRole | undefined {
  const kind = textAt(manifest, 'kind');
  const name = textAt(manifest, 'metadata', 'name');
  if (kind === 'ClusterRole') return { kind, name, namespace: '', manifest };
  if (kind !== 'Role') return undefined;
  return { kind, name, namespace: textAt(manifest, 'metadata', 'namespace') || fallback, manifest };
}

function rulesIn(role: ReadRole, within: ReadonlySet<string>, roles: readonly ReadRole[]): GrantedRule[] {
  const namespaces = within.has('') ? undefined : within;
  return [...sourcesOf(role, roles)].flatMap((source) =>
    recordsAt(source.manifest, 'rules').flatMap((rule, at) => {
      const read = readRule(rule);
      return read ? [{ role: describeRole(source), at, rule: read, namespaces }] : [];
    }),
  );
}

// A role that gathers others has their rules, and what they gather, and not its own.
function sourcesOf(
  role: ReadRole,
  roles: readonly ReadRole[],
  seen: Set<ReadRole> = new Set(),
): Set<ReadRole> {
  const selectors = recordsAt(role.manifest, 'aggregationRule', 'clusterRoleSelectors');
  if (selectors.length === 0) return new Set([role]);
  seen.add(role);
  const queries = selectors.flatMap((selector) => queryOf(selector) ?? []);
  const gathered = roles.filter(
    (one) =>
      one.kind === 'ClusterRole' && !seen.has(one) && queries.some((query) => query.matches(labelsOf(one))),
  );
  return new Set(gathered.flatMap((one) => [...sourcesOf(one, roles, seen)]));
}

function queryOf(selector: object): LabelQuery | undefined {
  try {
    return LabelQuery.fromObject({
      matchLabels: textEntries(Reflect.get(selector, 'matchLabels')),
      matchExpressions: recordsAt(selector, 'matchExpressions').map((one) => ({
        key: textAt(one, 'key'),
        operator: textAt(one, 'operator'),
        values: textsAt(one, 'values'),
      })),
    });
  } catch (error) {
    // The server gathers nothing by it either.
    if (error instanceof InvalidRequestError) return undefined;
    throw error;
  }
}

function labelsOf({ manifest }: ReadRole): Record<string, string> {
  const metadata: unknown = Reflect.get(manifest, 'metadata');
  return textEntries(isRecord(metadata) ? Reflect.get(metadata, 'labels') : undefined);
}

function textEntries(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
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

function describeRole({ kind, name, namespace }: ReadRole): string {
  return printable(kind === 'Role' ? `Role ${name} in ${namespace}` : `ClusterRole ${name}`, 300);
}
