// Rights as manifests: the account of a program, its roles, and what binds them.

import { InvalidRequestError, quotedText, type ResourceAttributes } from '@kube-rx/core';
import { type Access, byText } from './access.ts';
import { grantableNeeds, needsOf, type RoleScope } from './needs.ts';
import type { PolicyRule } from './policy-rule.ts';
import { smallestRules } from './smallest-rules.ts';

/** Whose roles, and what the tests used by chance. */
export interface RoleOptions extends RoleScope {
  /** Of the ServiceAccount, the roles and the bindings. */
  readonly name: string;
  /** Where the ServiceAccount is. */
  readonly namespace: string;
}

/** A ServiceAccount, a role or a binding. */
export interface RoleManifest {
  readonly apiVersion: string;
  readonly kind: 'ServiceAccount' | 'ClusterRole' | 'Role' | 'ClusterRoleBinding' | 'RoleBinding';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly PolicyRule[];
  readonly roleRef?: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
}

const rbacGroup = 'rbac.authorization.k8s.io';
const apiVersion = `${rbacGroup}/v1`;

/**
 * The smallest roles that allow what was asked for, each with its binding: a Role for each namespace, and a ClusterRole
 * for what is of all namespaces or of none. Equal for equal accesses, in whatever order.
 *
 * @throws InvalidRequestError where nothing was asked for, for a name that no object can have, and for a resource of the
 *   scope that nothing asks for.
 * @example
 * const log = new AccessLog();
 * const roles = rolesFor(log.accesses, { name: 'website-operator', namespace: 'shop', named: ['configmaps'] });
 * console.log(roles.map(printYaml).join('---\n'));
 */
export function rolesFor(accesses: Iterable<Access>, options: RoleOptions): RoleManifest[] {
  const { name, namespace } = options;
  requireName('name', name);
  requireName('namespace', namespace);
  const needs = grantableNeeds(needsOf(accesses, options), options);
  if (needs.length === 0) throw new InvalidRequestError('rbac: nothing was asked for, so there is no role');
  const byNamespace = Map.groupBy(needs, (need) => need.namespace ?? '');
  const roles = [...byNamespace].sort(([a], [b]) => byText(a, b));
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    ...roles.flatMap(([within, same]) => roleOf(same, within, options)),
  ];
}

function roleOf(
  needs: readonly ResourceAttributes[],
  within: string,
  { name, namespace }: RoleOptions,
): RoleManifest[] {
  const metadata = { name, ...(within !== '' && { namespace: within }) };
  const kind = within === '' ? 'ClusterRole' : 'Role';
  return [
    { apiVersion, kind, metadata, rules: smallestRules(needs) },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: rbacGroup, kind, name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

function requireName(what: string, name: string): void {
  if (/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name)) return;
  throw new InvalidRequestError(
    `rbac: the ${what} ${quotedText(name)} is no name of an object, as web-operator`,
  );
}
