// ClusterRoles that have the rules of others, whichever carry the right labels.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles

import { InvalidRequestError, LabelQuery } from '@kube-rx/core';
import { isRecord, recordsAt, textAt, textsAt, textsIn } from './manifest-fields.ts';
import type { ManifestRole } from './manifest-roles.ts';

// A hundred roles that gather from ten thousand.
const mostLooks = 1_000_000;

/** Which roles the rules of a role are from. */
export class GatheredRoles {
  readonly #clusterRoles: readonly { readonly role: ManifestRole; readonly labels: Record<string, string> }[];
  #looks = 0;

  constructor(roles: readonly ManifestRole[]) {
    this.#clusterRoles = roles
      .filter(({ kind }) => kind === 'ClusterRole')
      .map((role) => ({ role, labels: textsIn(role.manifest, 'metadata', 'labels') }));
  }

  /**
   * The role itself, or, of one that gathers others, those and what they gather: its own rules do not last.
   *
   * @throws InvalidRequestError where too many gather too many.
   */
  sourcesOf(role: ManifestRole): ManifestRole[] {
    const sources: ManifestRole[] = [];
    const seen = new Set([role]);
    for (const one of seen) {
      const queries = queriesOf(one);
      if (!queries) sources.push(one);
      // What is added here is looked at as well.
      else for (const found of this.#selected(queries)) seen.add(found);
    }
    return sources;
  }

  #selected(queries: readonly LabelQuery[]): ManifestRole[] {
    this.#looks += queries.length * this.#clusterRoles.length;
    if (this.#looks > mostLooks)
      throw new InvalidRequestError('rbac: the roles gather too many others to compare');
    return this.#clusterRoles
      .filter(({ labels }) => queries.some((query) => query.matches(labels)))
      .map(({ role }) => role);
  }
}

/** Undefined for a role that has rules of its own. */
function queriesOf({ kind, manifest }: ManifestRole): readonly LabelQuery[] | undefined {
  if (kind === 'Role' || !isRecord(Reflect.get(manifest, 'aggregationRule'))) return undefined;
  return recordsAt(manifest, 'aggregationRule', 'clusterRoleSelectors').flatMap(
    (selector) => queryOf(selector) ?? [],
  );
}

function queryOf(selector: object): LabelQuery | undefined {
  try {
    return LabelQuery.fromObject({
      matchLabels: textsIn(selector, 'matchLabels'),
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
