// Where in an object a value stands, and what it replaces.

import type { Correlation } from './correlation.ts';

export interface Place {
  readonly path: string;
  /** Undefined where nothing is replaced. */
  readonly correlation: Correlation | undefined;
}
