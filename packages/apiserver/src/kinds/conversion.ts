// From one version of a kind to another, and back.

import type { JsonObject } from '../json/json.ts';

/** Between a served version and the stored one, whole objects each; apiVersion and kind are set by others. */
export interface Conversion {
  readonly toStored: (object: JsonObject) => JsonObject;
  readonly fromStored: (object: JsonObject) => JsonObject;
}
