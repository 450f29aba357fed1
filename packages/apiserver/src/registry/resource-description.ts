// A kind as it is handed to the server: a bare token, or a token with what discovery says of it.

import type { Resource } from '@kube-rx/core';
import type { JsonObject } from '../json/json.ts';
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
  /** Absent: all that a stored kind has. */
  readonly verbs?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly subresources?: readonly SubresourceDescription[];
  /** The structural schema of a custom kind. */
  readonly schema?: JsonObject;
  /** `additionalPrinterColumns` of a custom kind. */
  readonly printerColumns?: readonly JsonObject[];
  /** Where a custom kind with a scale keeps it. */
  readonly scale?: ScalePaths | undefined;
  /** What every answer of a deprecated version warns of. */
  readonly deprecation?: string | undefined;
}

export const storedVerbs: readonly string[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

export function describe(input: Resource | ResourceDescription): ResourceDescription {
  return 'resource' in input ? input : { resource: input };
}

/** Whether objects of the kind are kept: reviews and bindings are only asked or done. */
export function isStored({ verbs = storedVerbs }: ResourceDescription): boolean {
  return verbs.includes('watch');
}

// What a subresource is where the resource does not say it.
const known: Readonly<Record<string, Omit<SubresourceDescription, 'name'>>> = {
  status: { kind: '', verbs: ['get', 'patch', 'update'] },
  scale: { kind: 'Scale', apiVersion: 'autoscaling/v1', verbs: ['get', 'patch', 'update'] },
  eviction: { kind: 'Eviction', apiVersion: 'policy/v1', verbs: ['create'] },
  binding: { kind: 'Binding', verbs: ['create'] },
  token: { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', verbs: ['create'] },
  approval: { kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] },
  finalize: { kind: 'Namespace', verbs: ['update'] },
  ephemeralcontainers: { kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  resize: { kind: 'Pod', verbs: ['get', 'patch', 'update'] },
};

/** The subresources that discovery tells of. */
export function subresourcesOf(description: ResourceDescription): readonly SubresourceDescription[] {
  const { resource, subresources } = description;
  const named =
    subresources ??
    (resource.subresources ?? []).map((name) => ({
      name,
      ...(known[name] ?? { kind: resource.kind, verbs: [] }),
    }));
  return named
    .filter(({ verbs }) => verbs.length > 0)
    .map((one) => (one.kind === '' ? { ...one, kind: resource.kind } : one));
}
