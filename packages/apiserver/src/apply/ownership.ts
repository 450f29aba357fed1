// Which rules and which owner a write has.

import { apiVersionOf } from '@kube-rx/core';
import { arrayAt, type JsonObject, objectAt, without } from '../json/json.ts';
import { asPrinted, present, type ServedResource, storedForm } from '../registry/served-resource.ts';
import { configShape } from '../schema/config-shape.ts';
import type { ServerContext } from '../server-context.ts';
import { timestamp } from '../timestamp.ts';
import { isUnownable } from '../types/applied-config.ts';
import { withManagedFields } from './managed-entry.ts';
import { type OtherVersion, type OwnedWrite, ownByUpdate } from './managed-fields.ts';
import { builtinRules, schemaRules, type ValueRules } from './merge-rules.ts';
import { resetFields } from './reset-fields.ts';

export type Part = 'main' | 'status';

/**
 * `none`: the server's own writes leave ownership alone. `update`: the manager takes what it changes.
 * `decided`: the object already carries its owners.
 */
export type Ownership =
  | { readonly kind: 'none' }
  | { readonly kind: 'update'; readonly manager: string }
  | { readonly kind: 'decided' };

export function rulesOf({ resource, custom, schema = {} }: ServedResource): ValueRules {
  return custom ? schemaRules(schema) : builtinRules(apiVersionOf(resource), resource.kind);
}

/** An object in another version; throws where a webhook is to be asked first. */
export type ConvertTo = (object: JsonObject, apiVersion: string) => JsonObject;

export interface Writer {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly part: Part;
  /** Where the write was made, if not at the object or its status. */
  readonly subresource?: string | undefined;
  /** Of a kind that a webhook converts. */
  readonly convert?: ConvertTo | undefined;
}

export function ownedWrite(
  server: ServerContext,
  served: ServedResource,
  { manager, operation, part, subresource, convert }: Writer,
): OwnedWrite {
  return {
    manager: {
      name: manager,
      operation,
      apiVersion: apiVersionOf(served.resource),
      subresource: subresource ?? (part === 'status' ? 'status' : ''),
    },
    rules: rulesOf(served),
    inVersion: (apiVersion) =>
      convert ? convertedVersion(served, apiVersion, convert) : otherVersion(server, served, apiVersion),
    // The real server forgets the time where it writes a scale's owners into the object.
    time: () => (subresource === 'scale' ? undefined : timestamp(server)),
    ignored: resetFields(served, { part, subresource }),
    zero: unownedZero(served),
  };
}

// How managers see the object who wrote it in a version with other fields than that of this request.
function otherVersion(
  server: ServerContext,
  served: ServedResource,
  apiVersion: string,
): OtherVersion | undefined {
  if (apiVersion === apiVersionOf(served.resource)) return undefined;
  const other = server.registry.resources.find(
    ({ resource, store }) => store === served.store && apiVersionOf(resource) === apiVersion,
  );
  if (!other || other.conversion === served.conversion) return undefined;
  return {
    rules: rulesOf(other),
    convert: (object) => present(other, storedForm(served, object)),
    revert: (object) => present(served, storedForm(other, object)),
  };
}

function convertedVersion(
  { resource, converter }: ServedResource,
  apiVersion: string,
  convert: ConvertTo,
): OtherVersion | undefined {
  const own = apiVersionOf(resource);
  const schema = converter?.schemas.get(apiVersion);
  if (apiVersion === own || !schema) return undefined;
  return {
    rules: schemaRules(schema),
    convert: (object) => convert(object, apiVersion),
    revert: (object) => convert(object, own),
  };
}

export interface OwnedChange extends Pick<Writer, 'part' | 'subresource' | 'convert'> {
  /** Undefined for an object that is new. */
  readonly live: JsonObject | undefined;
  /** Of one that is new: the owners that it brings, in metadata. */
  readonly claimed?: JsonObject;
  readonly next: JsonObject;
  /** All that was sent, with the part that the write does not take. Default: `next`. */
  readonly sent?: JsonObject;
  readonly ownership: Ownership;
}

/** The object to be stored, with its owners brought up to date. */
export function withOwners(
  server: ServerContext,
  served: ServedResource,
  { live, claimed = {}, next, sent = next, ownership, part, subresource, convert }: OwnedChange,
): JsonObject {
  if (ownership.kind !== 'update') return next;
  // An object without owners stays without them until the first apply.
  if (live && arrayAt(live, 'metadata', 'managedFields').length === 0)
    return withManagedFields(next, undefined);
  const shape = served.custom ? configShape(served) : undefined;
  if (shape && (isUnownable(shape, sent) || (live && isUnownable(shape, live))))
    return withManagedFields(next, undefined);
  const { manager } = ownership;
  const write = ownedWrite(server, served, { manager, operation: 'Update', part, subresource, convert });
  const zero = live ? present(served, live) : unownedZero(served);
  const before = live ? zero : { ...zero, metadata: { ...objectAt(zero, 'metadata'), ...claimed } };
  return withManagedFields(next, ownByUpdate(before, present(served, asPrinted(served, next)), write));
}

// The zero values of a Go type have no owner.
function unownedZero({ custom, zero }: ServedResource): JsonObject {
  // Replicas are printed as 0 without being there: a pointer in the types that requests are read into.
  const spec = without(objectAt(zero, 'spec'), 'replicas');
  return custom ? {} : { metadata: {}, status: {}, ...zero, spec };
}
