// What a caller of `deleteAll` may say.

import type { ObjectResult } from './apply-result.ts';

/** Options of `deleteAll`. */
export interface DeleteAllOptions {
  /** Where objects are that name no namespace; those that name another one are refused. Default: the client's, and any. */
  readonly namespace?: string;
  /** The server checks all and deletes nothing. Default false. */
  readonly dryRun?: boolean;
  /** What happens to what an object owns. Default `Background`. */
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  /** How many objects are deleted at the same time. Default 8. */
  readonly parallel?: number;
  readonly onResult?: (result: ObjectResult) => void;
  readonly signal?: AbortSignal | undefined;
}
