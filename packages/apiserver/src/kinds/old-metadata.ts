// Kinds whose status is written without any of the metadata.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/helpers.go

import { type JsonObject, objectAt, withKey, without } from '../json/json.ts';

const kept = ['labels', 'annotations', 'finalizers', 'ownerReferences', 'generation', 'deletionTimestamp'];

/** A status that is replaced replaces none of the metadata. */
export function withOldMetadata(next: JsonObject, old: JsonObject): JsonObject {
  const before = objectAt(old, 'metadata');
  const metadata = kept.reduce(
    (changed, key) => withKey(changed, key, before[key]),
    without(objectAt(next, 'metadata'), ...kept),
  );
  return { ...next, metadata };
}
