// RFC 7386: an object replaces key by key, null removes, everything else replaces whole.

import { emptyObject, isJsonObject, type Json } from '../json/json.ts';

export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const result = new Map(Object.entries(isJsonObject(target) ? target : emptyObject));
  for (const [key, value] of Object.entries(patch))
    if (value === null) result.delete(key);
    else result.set(key, mergePatch(result.get(key), value));
  return Object.fromEntries(result);
}
