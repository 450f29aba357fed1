// Converts between versions of a kind.

import type { JsonObject } from '../json/json.ts';

/** Between a served version and the stored one. Takes and gives whole objects; the caller sets apiVersion and kind. */
export interface Conversion {
  readonly toStored: (object: JsonObject) => JsonObject;
  readonly fromStored: (object: JsonObject) => JsonObject;
}
