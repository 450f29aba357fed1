// A resource as the server describes it, and how it is found by kubectl's rules, which `Discovery.resolve` tells.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/api/meta/restmapper.go

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

/** The first resource, in the order given, that the name means. Upper and lower case are alike. */
export function findResource(resources: readonly ApiResource[], word: string): ApiResource | undefined {
  for (const { name, matches } of readings(word.toLowerCase())) {
    const found = firstNamed(resources.filter(matches), name);
    if (found) return found;
  }
  return undefined;
}

/** Every resource of a category (`all`), each in its preferred version. */
export function findCategory(resources: readonly ApiResource[], word: string): ApiResource[] {
  const members = resources.filter(({ categories }) => categories.includes(word));
  return members.filter(
    (one, at) =>
      at === members.findIndex(({ group, plural }) => group === one.group && plural === one.plural),
  );
}

interface Reading {
  readonly name: string;
  readonly matches: (resource: ApiResource) => boolean;
}

// A word with dots can be read in more than one way; the most specific one goes first.
function* readings(word: string): Generator<Reading> {
  const [name = '', ...rest] = word.split('.');
  if (rest.length === 0) {
    yield { name, matches: () => true };
    return;
  }
  const [version, ...groupParts] = rest;
  const group = groupParts.join('.');
  if (group !== '') yield { name, matches: (one) => one.version === version && one.group === group };
  const whole = rest.join('.');
  yield { name, matches: (one) => one.group === whole };
  yield { name, matches: (one) => one.group.startsWith(whole) };
  // `pods.v1.`: the core group is spelled as an empty one.
  if (whole.endsWith('.')) yield { name, matches: (one) => one.group === '' && one.version === version };
}

function firstNamed(resources: readonly ApiResource[], name: string): ApiResource | undefined {
  return (
    resources.find(({ plural, singular }) => plural === name || singular === name) ??
    resources.find(({ shortNames }) => shortNames.includes(name)) ??
    resources.find(({ kind }) => kind.toLowerCase() === name)
  );
}
