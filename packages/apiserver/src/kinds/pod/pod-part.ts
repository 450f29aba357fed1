// What the parts of a pod that are changed by themselves have in common.

import { type JsonObject, objectAt, valueAt, withKey } from '../../json/json.ts';

export const mirrorAnnotation = 'kubernetes.io/config.mirror';

const keptKeys = ['labels', 'annotations', 'finalizers', 'ownerReferences'];

/** The metadata of `next`, with what belongs to the whole object from the old one. */
export function withOldMetadata(next: JsonObject, old: JsonObject): JsonObject {
  let metadata = objectAt(next, 'metadata');
  for (const key of keptKeys) metadata = withKey(metadata, key, valueAt(old, 'metadata', key));
  return metadata;
}
