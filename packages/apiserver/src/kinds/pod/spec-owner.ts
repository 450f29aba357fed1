// What the spec of a pod is a part of: not everything holds for all of them.

import type { Field } from '../../validation/field.ts';

export interface SpecOwner {
  /** That of a Pod. Default: the spec is in a template, about which less is known. */
  readonly metadata?: Field | undefined;
  /** The spec before an update: some of what older servers took may stay. */
  readonly old?: Field | undefined;
}
