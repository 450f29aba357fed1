// What sets a kind apart and a resource token does not tell.

import type { JsonObject } from '../json/json.ts';

export interface Traits {
  /** Counts the changes of the desired state in metadata.generation. */
  readonly generation: boolean;
  /** A replace without resourceVersion is taken. */
  readonly unconditionalUpdate: boolean;
  /** A replace of what does not exist creates it. */
  readonly createOnUpdate: boolean;
  /** A delete answers with the object in place of a Status. */
  readonly returnsDeleted: boolean;
  /** Which rule metadata.name follows. */
  readonly names: 'subdomain' | 'label' | 'segment';
  /** Field selectors besides metadata.name and metadata.namespace, and what an absent value counts as. */
  readonly fields: Readonly<Record<string, string>>;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** What the Go type prints even where nothing is set: on every object, and on bookmarks. */
  readonly zero: JsonObject;
  /** What every answer warns of. */
  readonly deprecation: string | undefined;
}

export const defaultTraits: Traits = {
  generation: false,
  unconditionalUpdate: true,
  createOnUpdate: false,
  returnsDeleted: false,
  names: 'subdomain',
  fields: {},
  shortNames: [],
  categories: [],
  zero: {},
  deprecation: undefined,
};

/** The traits of every custom resource, before its definition adds names. */
export const customTraits: Traits = { ...defaultTraits, generation: true, unconditionalUpdate: false };
