// A resource as the server describes it: a token that also knows the names people use for it.

import type { DynamicObject, Resource } from '@kube-rx/core';

export interface ApiResource extends Resource<DynamicObject> {
  /** As `pod`; never empty. */
  readonly singular: string;
  /** As `po`. */
  readonly shortNames: readonly string[];
  /** As `all`. */
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
}

/** What a server serves. */
export interface Discovery {
  /** In the order of precedence: the core group first, then as the server ranks its groups and versions. */
  readonly resources: readonly ApiResource[];
  /** `group/version`s that are registered but cannot be asked now, as when an extension's server is down. */
  readonly unavailable: readonly string[];
}

/** Whether two tokens name one resource, perhaps in two versions. */
export function isSameResource(a: ApiResource, b: ApiResource): boolean {
  return a.group === b.group && a.plural === b.plural;
}

/** As kubectl prefixes names: `pod`, `deployment.apps`. */
export function kindName({ group, kind }: ApiResource): string {
  return group === '' ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}
