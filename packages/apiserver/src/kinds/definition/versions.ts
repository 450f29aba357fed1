// The versions of a definition. What all of them say alike, the real server takes for said of the whole.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/v1/conversion.go

import { type JsonObject, jsonEquals, objectAt, objectsAt, textAt, valueAt } from '../../json/json.ts';
import { conditionOf } from '../cell.ts';

/** The versions that a definition describes. */
export function versionsIn(definition: JsonObject): JsonObject[] {
  return objectsAt(definition, 'spec', 'versions');
}

/** The version that objects are stored in. */
export function storageVersionIn(definition: JsonObject): JsonObject | undefined {
  return versionsIn(definition).find((version) => valueAt(version, 'storage') === true);
}

/** Whether the kind of a definition is served. */
export function isEstablished(definition: JsonObject): boolean {
  return textAt(conditionOf(objectAt(definition, 'status'), 'Established'), 'status') === 'True';
}

/** What versions may have in common. */
export const sharable = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

export type Shared = (typeof sharable)[number];

export function isShared(versions: readonly JsonObject[], key: Shared): boolean {
  const [first] = versions;
  return versions.every((version) => jsonEquals(valueAt(version, key), valueAt(first, key)));
}
