// What cannot be said in a CustomResourceDefinition.

import { KubeError, printable } from '@kube-rx/core';

/** Where, what and what to do instead. */
export interface SchemaProblem {
  /** As the author of the schema would write it: `spec.items[].name`; `*` stands for any key of a map. */
  readonly path: string;
  /** What stands there, e.g. `a pattern with a lookahead`. */
  readonly found: string;
  /** What to do instead. */
  readonly advice: string;
}

/**
 * A schema says something that a CustomResourceDefinition cannot. Nothing was written or sent.
 *
 * @example structuralSchema({ type: 'object', properties: { a: { $ref: '#' } } }); // throws: a: a schema that contains itself…
 */
export class CrdSchemaError extends KubeError {
  override readonly name = 'CrdSchemaError';
  readonly path: string;
  readonly found: string;
  readonly advice: string;

  constructor({ path, found, advice }: SchemaProblem, options?: ErrorOptions) {
    super(
      `${printable(path)}: ${printable(found)} cannot be said in a CustomResourceDefinition; ${advice}`,
      options,
    );
    this.path = path;
    this.found = found;
    this.advice = advice;
  }
}
