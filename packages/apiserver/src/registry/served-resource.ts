// One resource in one version, as requests address it. Versions of one kind share its store.

import { apiVersionOf, type Resource } from '@kube-rx/core';
import type { JsonObject } from '../json/json.ts';
import type { Conversion } from '../kinds/conversion.ts';
import type { Kind, Traits } from '../kinds/kind.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import type { Representation } from '../storage/stored-change.ts';
import { decodeObject } from '../storage/stored-object.ts';
import type { SubresourceDescription } from './resource-description.ts';
import type { ScalePaths } from './scale-paths.ts';

export interface ServedResource {
  readonly resource: Resource;
  readonly singular: string;
  readonly listKind: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** What sets the kind apart. */
  readonly kind: Kind;
  readonly traits: Traits;
  /** A warning that goes with every answer. */
  readonly deprecation: string | undefined;
  readonly store: ResourceStore;
  /** The apiVersion that stored objects carry. */
  readonly storageVersion: string;
  /** Where the stored version has other fields. */
  readonly conversion: Conversion | undefined;
  /** What a built-in kind prints where nothing is set, in this version and in the stored one. */
  readonly zero: JsonObject;
  readonly storedZero: JsonObject;
  readonly verbs: readonly string[];
  readonly subresources: readonly SubresourceDescription[];
  /** What its objects must look like; built-in kinds have none here. */
  readonly schema: JsonObject | undefined;
  /** Columns of its own for `kubectl get`. */
  readonly printerColumns: readonly JsonObject[];
  /** Where a custom kind keeps its scale. */
  readonly scale: ScalePaths | undefined;
  /** Defined by a CustomResourceDefinition. */
  readonly custom: boolean;
}

export function hasSubresource({ subresources }: ServedResource, name: string): boolean {
  return subresources.some((one) => one.name === name);
}

/** Objects as they are, in the version of the request. */
export function plainRepresentation(served: ServedResource): Representation {
  const { resource, storageVersion, store } = served;
  const apiVersion = apiVersionOf(resource);
  if (apiVersion === storageVersion) return { key: 'stored', encode: (stored) => stored.bytes };
  return {
    key: apiVersion,
    encode: (stored) => store.codec.encode(present(served, decodeObject(stored.bytes))),
  };
}

/** The stored object in the version of the request. */
export function present({ resource, conversion }: ServedResource, object: JsonObject): JsonObject {
  const converted = conversion ? conversion.fromStored(object) : object;
  return { ...converted, apiVersion: apiVersionOf(resource) };
}

/** The object of a request in the version that is stored. */
export function storedForm(
  { resource, storageVersion, conversion }: ServedResource,
  object: JsonObject,
): JsonObject {
  const converted = conversion ? conversion.toStored(object) : object;
  return { ...converted, apiVersion: storageVersion, kind: resource.kind };
}
