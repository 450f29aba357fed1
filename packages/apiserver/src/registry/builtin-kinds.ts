// The tables of the registry, derived from the list of kinds.

import { type Resource, resourceName } from '@kube-rx/core';
import { defaultTraits, type Kind, type Traits } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';

type GroupKind = Pick<Resource, 'group' | 'kind'>;

const byName = new Map(kinds.map((kind) => [nameOf(kind), kind]));

function nameOf({ group, kind }: GroupKind): string {
  return `${group}/${kind}`;
}

/** What sets a built-in kind apart. */
export function kindOf({ group, kind }: GroupKind): Kind {
  return byName.get(nameOf({ group, kind })) ?? { group, kind };
}

/** What every kind has an answer to, in one version. */
export function traitsOf(kind: Kind, version: string): Traits {
  return { ...defaultTraits, ...kind, ...kind.versions?.[version] };
}

/** The collection that objects of a built-in kind lie in, by resource name, as `deployments.apps`. */
export function collectionOf(resource: Resource): string {
  return kindOf(resource).storedAs?.collection ?? resourceName(resource);
}
