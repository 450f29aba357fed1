// Objects in the shape that the client negotiated, for gets, lists and watches alike.

import { apiVersionOf } from '@kube-rx/core';
import { decodeObject } from '@kube-rx/core/encoding';
import { type JsonObject, objectAt } from '../json/json.ts';
import { encodeJson } from '../registry/codec.ts';
import { plainRepresentation, present, type ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import type { Representation } from '../storage/stored-change.ts';
import type { Negotiated } from './accept.ts';
import { columnsOf } from './columns.ts';

/** The metadata of an object and nothing else. Even a version that keeps fields in annotations shows the stored ones. */
export function partialObject(
  object: JsonObject,
  { metaVersion, dropsManagedFields = false }: Pick<Negotiated, 'metaVersion'> & Partial<Negotiated>,
): JsonObject {
  const metadata = objectAt(dropsManagedFields ? withoutManagedFields(object) : object, 'metadata');
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${metaVersion}`, metadata };
}

function withoutManagedFields(object: JsonObject): JsonObject {
  const kept = Object.entries(objectAt(object, 'metadata')).filter(([field]) => field !== 'managedFields');
  return { ...object, metadata: Object.fromEntries(kept) };
}

/** Whole objects in the version of the request. */
export function wholeRepresentation(
  served: ServedResource,
  { dropsManagedFields }: Pick<Negotiated, 'dropsManagedFields'>,
): Representation {
  const { key, encode } = plainRepresentation(served);
  if (!dropsManagedFields) return { key, encode };
  return {
    key: `${key} unmanaged`,
    // Found by a scan and cut out: an object is not parsed for it.
    encode: (stored) => decodeObject(encode(stored), { mayLackVersion: true }).jsonBytes(),
  };
}

interface Rows extends Pick<Negotiated, 'includeObject' | 'metaVersion'> {
  readonly objects: readonly JsonObject[];
  readonly metadata: JsonObject;
  /** Only the first event of a watch describes its columns. Default true. */
  readonly withColumns?: boolean;
}

export function table(
  { clock }: ServerContext,
  served: ServedResource,
  { objects, metadata, withColumns = true, ...shown }: Rows,
): JsonObject {
  const columns = columnsOf(served);
  const now = clock.now();
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${shown.metaVersion}`,
    metadata,
    columnDefinitions: withColumns ? columns.map(({ definition }) => ({ ...definition })) : null,
    rows: objects.map((object): JsonObject => {
      const conditions = served.kind.rowConditions?.(object);
      return {
        cells: columns.map(({ cell }) => cell(object, now)),
        ...(conditions && { conditions }),
        object: rowObject(served, object, shown),
      };
    }),
  };
}

function rowObject(
  served: ServedResource,
  object: JsonObject,
  { includeObject, metaVersion }: Pick<Rows, 'includeObject' | 'metaVersion'>,
): JsonObject | null {
  if (includeObject === 'None') return null;
  return includeObject === 'Object' ? present(served, object) : partialObject(object, { metaVersion });
}

interface Shown extends Pick<Negotiated, 'shape' | 'metaVersion' | 'includeObject' | 'dropsManagedFields'> {
  /** Whether it is the first frame of a watch, which alone describes the columns. Default true. */
  readonly first?: boolean;
}

/** How single objects and events look. */
export function representation(
  server: ServerContext,
  served: ServedResource,
  { shape, metaVersion, includeObject, dropsManagedFields, first = true }: Shown,
): Representation {
  switch (shape) {
    case 'object':
      return wholeRepresentation(served, { dropsManagedFields });
    case 'PartialObjectMetadata':
    case 'PartialObjectMetadataList':
      return {
        key: `partial ${metaVersion}${dropsManagedFields ? ' unmanaged' : ''}`,
        encode: (stored) => encodeJson(partialObject(stored.object, { metaVersion, dropsManagedFields })),
      };
    case 'Table':
      return {
        key: `table ${metaVersion} ${includeObject} ${String(first)} ${apiVersionOf(served.resource)}`,
        encode: (stored) =>
          encodeJson(
            table(server, served, {
              objects: [stored.object],
              metadata: { resourceVersion: stored.revision === 0 ? '' : String(stored.revision) },
              metaVersion,
              includeObject,
              withColumns: first,
            }),
          ),
      };
    default:
      return shape satisfies never;
  }
}
