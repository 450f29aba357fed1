// One resource in one version, as requests address it. Versions of one kind share its store.

import { apiVersionOf, type TypeSchema } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import type { ConversionWebhook } from '../conversion/conversion-webhook.ts';
import type { JsonObject } from '../json/json.ts';
import type { Conversion, Kind } from '../kinds/kind.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import type { Representation } from '../storage/stored-change.ts';
import { decodeObject } from '../storage/stored-object.ts';
import { kindIn, typeOf } from '../types/type-names.ts';
import { withoutEmptyLists, withoutOmittedLists, withPrintedZeros } from '../types/zero-values.ts';
import type { ResourceDescription } from './resource-description.ts';

export interface ServedResource extends Required<ResourceDescription> {
  readonly listKind: string;
  /** What sets the kind apart. */
  readonly kind: Kind;
  readonly store: ResourceStore;
  /**
   * The apiVersion that stored objects carry. Where a webhook converts, that of this resource: requests work on objects
   * in their own version, which conversion/converted-objects.ts reads and writes.
   */
  readonly storageVersion: string;
  /** Some objects may still be stored in another version, which has the same fields. */
  readonly mixed: boolean;
  /** Where a webhook converts the kind between its versions. */
  readonly converter: ConversionWebhook | undefined;
  /** Where the stored version has other fields. */
  readonly conversion: Conversion | undefined;
  /** What a built-in kind prints where nothing is set, in this version and in the stored one. */
  readonly zero: JsonObject;
  readonly storedZero: JsonObject;
  /** Defined by a CustomResourceDefinition. */
  readonly custom: boolean;
}

/** The Go type of a built-in kind; undefined for a custom kind and for one that Kubernetes does not have. */
export function kindSchema({ resource, custom }: ServedResource): TypeSchema | undefined {
  return custom ? undefined : schemas(typeOf(resource));
}

/** A stored object of a built-in kind with what its Go types print where nothing is set. */
export function withZeros(served: ServedResource, object: JsonObject): JsonObject {
  return served.custom ? object : withPrintedZeros(storedType(served), object);
}

/** An object of a built-in kind as its storage gives it back. */
export function asStored(served: ServedResource, object: JsonObject): JsonObject {
  return served.custom ? object : withoutEmptyLists(storedType(served), object);
}

/** An object of a built-in kind as it is printed before it is stored. */
export function asPrinted(served: ServedResource, object: JsonObject): JsonObject {
  return served.custom ? object : withoutOmittedLists(storedType(served), object);
}

function storedType({ resource, storageVersion }: ServedResource): string {
  return typeOf(kindIn(storageVersion, resource.kind));
}

export function hasSubresource({ subresources }: ServedResource, name: string): boolean {
  return subresources.some((one) => one.name === name);
}

/** Objects as they are, in the version of the request. */
export function plainRepresentation(served: ServedResource): Representation {
  const { resource, storageVersion, store, mixed } = served;
  const apiVersion = apiVersionOf(resource);
  if (apiVersion === storageVersion && !mixed) return { key: 'stored', encode: (stored) => stored.bytes };
  return {
    key: apiVersion,
    encode: (stored) => store.codec.encode(present(served, decodeObject(stored.bytes))),
  };
}

/** The stored object in the version of the request. */
export function present({ resource, conversion, converter }: ServedResource, object: JsonObject): JsonObject {
  const { apiVersion: given = '' } = object;
  // Whoever shows what no webhook has converted is wrong, and must not seem right.
  if (converter && given !== '' && given !== apiVersionOf(resource))
    throw new Error(`an object of ${JSON.stringify(given)} is not converted to ${apiVersionOf(resource)}`);
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
