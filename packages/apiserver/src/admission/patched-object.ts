// What admission has made of an object, as it would be stored.

import { isJsonObject, type Json, type JsonObject, objectAt } from '../json/json.ts';
import { withDefaults } from '../kinds/defaults.ts';
import { kindSchema, type ServedResource, storedForm } from '../registry/served-resource.ts';
import { pruneObject } from '../schema/admission.ts';
import { internalError } from '../status-error.ts';
import { decodeCustom } from '../strategy/metadata.ts';
import { decodeTyped } from '../types/decoder.ts';
import { jsonMismatch } from '../types/json-mismatch.ts';
import { typeOf } from '../types/type-names.ts';
import type { AdmissionAttributes } from './attributes.ts';

/**
 * The object in the version that is stored, with the fields that its kind knows, and defaults where none is left.
 *
 * @throws UndecodableError for a value of a wrong type.
 */
export function patchedObject(
  matched: ServedResource,
  { shownKind }: AdmissionAttributes,
  patched: Json,
): JsonObject {
  if (!isJsonObject(patched)) throw internalError('the patch does not leave an object');
  if (shownKind) return decodeTyped(typeOf(shownKind), patched, jsonMismatch).object;
  const schema = kindSchema(matched);
  if (schema) {
    const decoded = decodeTyped(schema.type, patched, jsonMismatch).object;
    return withDefaults(storedForm(matched, decoded), matched.kind.defaults ?? {});
  }
  const { object } = decodeCustom(patched, matched.resource.kind);
  const pruned = pruneObject(matched, object, { fieldValidation: 'Ignore', warnings: [] });
  return storedForm(matched, { ...pruned, metadata: objectAt(pruned, 'metadata') });
}
