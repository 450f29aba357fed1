// The roles and bindings of manifests: which role holds where.

import { InvalidRequestError, printable } from '@kube-rx/core';
import { isRecord, textAt } from './manifest-fields.ts';

/** A role of manifests. */
export interface ManifestRole {
  readonly kind: 'ClusterRole' | 'Role';
  readonly name: string;
  /** `''` of a ClusterRole. */
  readonly namespace: string;
  readonly manifest: object;
}

/** Where manifests leave it open. */
export interface ManifestDefaults {
  /** Of manifests that name none. Default `default`. */
  readonly namespace?: string;
}

export interface PlacedRoles {
  readonly roles: readonly ManifestRole[];
  /** The namespaces in which each role holds; `''` for all of them. */
  readonly places: ReadonlyMap<ManifestRole, ReadonlySet<string>>;
  /** Roles that are bound and not among the manifests. */
  readonly unknownRoles: readonly string[];
}

const rbacGroup = 'rbac.authorization.k8s.io';

/**
 * Where there are bindings, what is bound counts, to whomever. Where there are none, each role counts as far as it can
 * reach.
 *
 * @throws InvalidRequestError where there is no role.
 */
export function placedRoles(
  manifests: Iterable<unknown>,
  { namespace: fallback = 'default' }: ManifestDefaults,
): PlacedRoles {
  const ours = [...manifests]
    .filter(isRecord)
    .filter((one) => textAt(one, 'apiVersion').startsWith(`${rbacGroup}/`));
  const roles = ours.flatMap((one) => readRole(one, fallback) ?? []);
  if (roles.length === 0)
    throw new InvalidRequestError('rbac: the manifests have no Role and no ClusterRole');
  const bindings = ours.filter((one) => /^(Cluster)?RoleBinding$/.test(textAt(one, 'kind')));
  if (bindings.length === 0)
    return {
      roles,
      places: new Map(roles.map((role) => [role, new Set([role.namespace])])),
      unknownRoles: [],
    };
  const byKey = new Map(roles.map((role) => [keyOf(role), role]));
  const unknown = new Set<string>();
  const places = new Map<ManifestRole, Set<string>>();
  for (const binding of bindings) {
    const within = textAt(binding, 'kind') === 'RoleBinding' ? namespaceOf(binding, fallback) : '';
    const wanted = { kind: textAt(binding, 'roleRef', 'kind'), name: textAt(binding, 'roleRef', 'name') };
    const namespace = wanted.kind === 'ClusterRole' ? '' : within;
    const role = byKey.get(keyOf({ ...wanted, namespace }));
    if (role) places.set(role, (places.get(role) ?? new Set()).add(within));
    else unknown.add(describeRole({ ...wanted, namespace }));
  }
  return { roles, places, unknownRoles: [...unknown] };
}

/** As `ClusterRole website-operator`, `Role website-operator in dns`. */
export function describeRole({ kind, name, namespace }: Named): string {
  return printable(namespace === '' ? `${kind} ${name}` : `${kind} ${name} in ${namespace}`, 300);
}

interface Named extends Pick<ManifestRole, 'name' | 'namespace'> {
  readonly kind: string;
}

function readRole(manifest: object, fallback: string): ManifestRole | undefined {
  const kind = textAt(manifest, 'kind');
  const name = textAt(manifest, 'metadata', 'name');
  if (kind === 'ClusterRole') return { kind, name, namespace: '', manifest };
  return kind === 'Role' ? { kind, name, namespace: namespaceOf(manifest, fallback), manifest } : undefined;
}

function namespaceOf(manifest: object, fallback: string): string {
  return textAt(manifest, 'metadata', 'namespace') || fallback;
}

function keyOf({ kind, name, namespace }: Named): string {
  return JSON.stringify([kind, name, namespace]);
}
