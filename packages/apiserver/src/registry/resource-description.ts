// A kind as it is handed to the server: a bare token, or a token with what discovery says of it.

import { apiVersionOf, type Resource } from '@kube-rx/core';
import { catalog } from '@kube-rx/k8s/catalog';
import type { JsonObject } from '../json/json.ts';
import type { SelectableFields } from '../kinds/kind.ts';
import type { ScalePaths } from './scale-paths.ts';

export interface SubresourceDescription {
  readonly name: string;
  readonly kind: string;
  /** Where it differs from the resource's own, as `autoscaling/v1` for `scale`. */
  readonly apiVersion?: string;
  readonly verbs: readonly string[];
}

/** The entries of the k8s package's catalog are such. */
export interface ResourceDescription {
  readonly resource: Resource;
  readonly singular?: string;
  /** Default: all verbs of a stored kind. */
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly SubresourceDescription[];
  /** The structural schema of a custom kind. */
  readonly schema?: JsonObject | undefined;
  /** `additionalPrinterColumns` of a custom kind. */
  readonly printerColumns?: readonly JsonObject[];
  /** `selectableFields` of a custom kind. */
  readonly fields?: SelectableFields;
  /** Where a custom kind with a scale keeps it. */
  readonly scale?: ScalePaths | undefined;
  /** What every answer of a deprecated version warns of. */
  readonly deprecation?: string | undefined;
}

const storedVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

const known = new Map(catalog.map((entry) => [keyOf(entry.resource), entry]));

function keyOf(resource: Resource): string {
  return `${apiVersionOf(resource)}/${resource.plural}`;
}

/** Completes what is left out, a bare token of a built-in kind by what a real server's discovery says of it. */
export function describe(input: Resource | ResourceDescription): Required<ResourceDescription> {
  if ('resource' in input) return complete(input);
  const { subresources = [], ...entry } = known.get(keyOf(input)) ?? {};
  return complete({
    ...entry,
    resource: input,
    subresources: (input.subresources ?? []).flatMap(
      (name) => subresources.find((one) => one.name === name) ?? general(input, name),
    ),
  });
}

// What is undefined counts as left out: programs are not all compiled with exactOptionalPropertyTypes.
function complete({
  resource,
  singular = resource.kind.toLowerCase(),
  verbs = storedVerbs,
  shortNames = [],
  categories = [],
  subresources = [],
  printerColumns = [],
  fields = {},
  schema,
  scale,
  deprecation,
}: ResourceDescription): Required<ResourceDescription> {
  const lists = { verbs, shortNames, categories, subresources, printerColumns };
  return { resource, singular, ...lists, fields, schema, scale, deprecation };
}

/** Whether objects of the kind are kept. A review is answered and a binding carried out, but neither is stored. */
export function isStored({ verbs = storedVerbs }: ResourceDescription): boolean {
  return verbs.includes('watch');
}

// For kinds that the catalog does not have.
function general({ kind }: Resource, name: string): readonly SubresourceDescription[] {
  const verbs = ['get', 'patch', 'update'];
  if (name === 'status') return [{ name, kind, verbs }];
  return name === 'scale' ? [{ name, kind: 'Scale', apiVersion: 'autoscaling/v1', verbs }] : [];
}
