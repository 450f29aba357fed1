// Of which key a write is: that of the primary itself, or of the one that controls the object.

import { apiVersionOf, objectKey, type Resource, resourceName } from '@kube-rx/core';
import type { LedgerEntry } from '../ledger.ts';

/** Undefined where the object is no primary's. */
export function keyOfEntry(
  primary: Resource,
  { resource, key, owner, ownerBefore }: LedgerEntry,
): string | undefined {
  if (resource === resourceName(primary)) return key;
  const of = owner ?? ownerBefore;
  if (!of || !isOfKind(primary, of)) return undefined;
  const slash = key.indexOf('/');
  const isNamespaced = primary.scope === 'Namespaced';
  return objectKey(of.name, isNamespaced && slash !== -1 ? key.slice(0, slash) : '');
}

export function isOfKind(
  resource: Resource,
  owner: { readonly apiVersion: string; readonly kind: string },
): boolean {
  return owner.kind === resource.kind && owner.apiVersion === apiVersionOf(resource);
}
