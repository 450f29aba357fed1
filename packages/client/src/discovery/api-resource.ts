// A resource as the server describes it, and how it is found by kubectl's rules, which `Discovery.resolve` tells.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/meta/restmapper.go

import { apiVersionOf, type DynamicResource, type ExpectedType, resourceName } from '@kube-rx/core';

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

/** The first resource, in the order given, that the name means. Upper and lower case are alike. */
export function findResource(resources: readonly ApiResource[], word: string): ApiResource | undefined {
  const [name = '', ...rest] = word.toLowerCase().split('.');
  for (const matches of readings(rest)) {
    const found = firstNamed(resources.filter(matches), name);
    if (found) return found;
  }
  return undefined;
}

/** The resource of the objects that name this type. */
export function findKind(
  resources: readonly ApiResource[],
  { apiVersion, kind }: ExpectedType,
): ApiResource | undefined {
  return resources.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
}

/** Every resource of a category (`all`), each in its preferred version. */
export function findCategory(resources: readonly ApiResource[], word: string): ApiResource[] {
  const members = resources.filter(({ categories }) => categories.includes(word));
  return [...Map.groupBy(members, resourceName).values()].flatMap(([preferred]) => preferred ?? []);
}

// What follows a name can be read in more than one way; the most specific one goes first.
function readings(rest: readonly string[]): ((resource: ApiResource) => boolean)[] {
  if (rest.length === 0) return [() => true];
  const [version, ...groupParts] = rest;
  const group = groupParts.join('.');
  const whole = rest.join('.');
  return [
    (one) => group !== '' && one.version === version && one.group === group,
    (one) => one.group === whole,
    (one) => one.group.startsWith(whole),
    // `pods.v1.`: the core group is spelled as an empty one.
    (one) => whole.endsWith('.') && one.group === '' && one.version === version,
  ];
}

function firstNamed(resources: readonly ApiResource[], name: string): ApiResource | undefined {
  return (
    resources.find(({ plural, singular }) => plural === name || singular === name) ??
    resources.find(({ shortNames }) => shortNames.includes(name)) ??
    resources.find(({ kind }) => kind.toLowerCase() === name)
  );
}
