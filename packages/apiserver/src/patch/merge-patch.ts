// RFC 7386: an object replaces key by key, null removes, everything else replaces whole.

import { emptyObject, isJsonObject, type Json, valueAt, withKey } from '../json/json.ts';

export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  let result = isJsonObject(target) ? target : emptyObject;
  for (const [key, value] of Object.entries(patch))
    result = withKey(result, key, value === null ? undefined : mergePatch(valueAt(result, key), value));
  return result;
}
