// The tables of the registry, derived from the list of kinds.

import { apiVersionOf, type Resource, resourceName } from '@kube-rx/core';
import { emptyObject, type JsonObject } from '../json/json.ts';
import type { Kind } from '../kinds/kind.ts';
import * as named from '../kinds/kinds.ts';
import { recordedZeros } from '../kinds/recorded-zeros.ts';
import type { GroupVersionKind } from '../types/type-names.ts';

type GroupKind = Pick<Resource, 'group' | 'kind'>;

export const kinds: readonly Kind[] = Object.values(named).flat();

const byName = new Map(kinds.map((kind) => [nameOf(kind), kind]));

function nameOf({ group, kind }: GroupKind): string {
  return `${group}/${kind}`;
}

/** What sets a built-in kind apart. */
export function kindOf({ group, kind }: GroupKind): Kind {
  return byName.get(nameOf({ group, kind })) ?? { group, kind };
}

/** What is printed of a built-in kind where nothing is set. */
export function zeroOf(resource: GroupVersionKind): JsonObject {
  return recordedZeros[`${apiVersionOf(resource)} ${resource.kind}`] ?? emptyObject;
}

/** The collection that objects of a built-in kind lie in, by resource name, as `deployments.apps`. */
export function collectionOf(resource: Resource): string {
  return kindOf(resource).storedAs?.collection ?? resourceName(resource);
}
