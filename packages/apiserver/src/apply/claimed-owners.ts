// Owners that a request itself names in `metadata.managedFields`: a client moves fields from one manager to another, as
// `kubectl apply --server-side` does with those of a plain apply.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/managedfields/internal/fieldmanager.go (decodeLiveOrNew)

import {
  arrayAt,
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonEquals,
  parseJsonText,
  textAt,
  valueAt,
} from '../json/json.ts';
import { formatEntries, readEntries, withManagedFields } from './managed-entry.ts';

/**
 * The live object with the owners that a write begins with. `given`: the metadata of the request; owners that cannot be
 * read, and none at all, leave those of the live object, as most clients do not know of them.
 */
export function withClaimedOwners(live: JsonObject, given: JsonObject): JsonObject {
  const claimed = valueAt(given, 'managedFields');
  if (!isJsonArray(claimed)) return live;
  // The documented way to start over.
  if (claimed.length === 0 || jsonEquals(claimed, [{}])) return withManagedFields(live, undefined);
  if (jsonEquals(claimed, arrayAt(live, 'metadata', 'managedFields'))) return live;
  if (!claimed.every(isReadable)) return live;
  const entries = readEntries({ metadata: { managedFields: claimed } });
  return withManagedFields(live, formatEntries(entries));
}

/** An empty list of owners starts over as well; but the types of built-in kinds keep no list without items. */
export function withStartOver(object: JsonObject): JsonObject {
  const metadata = valueAt(object, 'metadata');
  const owners = valueAt(metadata, 'managedFields');
  if (!isJsonObject(metadata) || !isJsonArray(owners) || owners.length > 0) return object;
  return { ...object, metadata: { ...metadata, managedFields: [{}] } };
}

function isReadable(entry: Json): boolean {
  const fields = valueAt(entry, 'fieldsV1');
  return (
    ['Apply', 'Update'].includes(textAt(entry, 'operation')) &&
    textAt(entry, 'apiVersion') !== '' &&
    textAt(entry, 'fieldsType') === 'FieldsV1' &&
    isJsonObject(fields) &&
    isFieldSet(fields)
  );
}

function isFieldSet(fields: JsonObject): boolean {
  return Object.entries(fields).every(
    ([element, inner]) => (element === '.' || isElement(element)) && isJsonObject(inner) && isFieldSet(inner),
  );
}

/** `f:` a field, `k:` an item by its keys, `v:` one by its value, `i:` one by its place. */
function isElement(text: string): boolean {
  const [kind, rest] = [text.slice(0, 2), text.slice(2)];
  if (kind === 'f:') return true;
  if (kind === 'i:') return /^-?\d+$/.test(rest);
  if (kind !== 'k:' && kind !== 'v:') return false;
  try {
    const value = parseJsonText(rest);
    return kind === 'v:' || isJsonObject(value);
  } catch {
    return false;
  }
}
