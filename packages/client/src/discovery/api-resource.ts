// A resource as the server describes it, with the names that people use for it.

import type { DynamicResource } from '@kube-rx/core';

/** A resource that a server serves. It is a token: `Api.all(client, resource)` takes it. */
export interface ApiResource extends DynamicResource {
  /** As `pod`; never empty. */
  readonly singular: string;
  /** As `po`. */
  readonly shortNames: readonly string[];
  /** As `all`. */
  readonly categories: readonly string[];
  /** As `get`, `list`, `watch`. */
  readonly verbs: readonly string[];
}

/** What a server serves. */
export interface ServedResources {
  /** In order of precedence: the core group first, then as the server ranks its groups and versions. */
  readonly resources: readonly ApiResource[];
  /** `group/version`s that are registered but cannot be asked now, as when an extension's server is down. */
  readonly unavailable: readonly string[];
}
