// An object on its way into the store.

import type { JsonObject } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';

export interface Validated {
  readonly served: ServedResource;
  /** As it is to be stored, defaults included. */
  readonly object: JsonObject;
  /** What it replaces; undefined for a new one. */
  readonly old: JsonObject | undefined;
}
