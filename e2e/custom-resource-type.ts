// Awkward types, each as zod, arktype and effect say it, with values that the type takes and values that it refuses.

import type { JsonSchemaProps } from '@kube-rx/crd';
import { Schema } from 'effect';

export type Library = 'zod' | 'arktype' | 'effect';

/** A schema that tells its JSON Schema and checks values. */
export interface Checked {
  readonly '~standard': { readonly validate: (value: unknown) => Checking | Promise<Checking> };
}

interface Checking {
  readonly issues?: readonly unknown[] | undefined;
}

export interface AwkwardType {
  readonly name: string;
  readonly schemas: Partial<Record<Library, Checked>>;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
  /** For all libraries, by path from `spec.value`. */
  readonly extensions?: Readonly<Record<string, Partial<JsonSchemaProps>>>;
  /** Objects with null where none is allowed: a server drops it from the object, as if it were not there. */
  readonly nulls?: readonly unknown[];
  /** Refused by a CEL rule of the server's alone. */
  readonly refusedByServer?: readonly unknown[];
}

/** effect's schemas tell and check by two wrappers. */
export function effect<S extends Schema.ConstraintDecoder<unknown>>(schema: S): Checked {
  const told = Schema.toStandardJSONSchemaV1(schema)['~standard'];
  const checked = Schema.toStandardSchemaV1(schema)['~standard'];
  return Object.assign(Object.create(null) as object, {
    ast: schema.ast,
    '~standard': { ...told, ...checked },
  });
}

/** A rule in CEL as keywords. */
export const rule = (text: string): Partial<JsonSchemaProps> => ({
  'x-kubernetes-validations': [{ rule: text }],
});
