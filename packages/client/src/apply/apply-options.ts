// What a caller of `applyAll` may say, and what it is told.

import type { ObjectRef } from '@kube-rx/core';
import type { ObjectResult } from './apply-result.ts';

/** What `applyAll` tells while it runs. */
export type ApplyProgress =
  | { readonly type: 'result'; readonly result: ObjectResult }
  /** Told again when the reason is another one. */
  | { readonly type: 'waiting'; readonly ref: ObjectRef; readonly reason: string }
  | { readonly type: 'ready'; readonly ref: ObjectRef };

/** Options of `applyAll`. */
export interface ApplyAllOptions {
  /** Who owns the fields that are applied. Default `kube-rx`. */
  readonly fieldManager?: string;
  /** Takes fields over that other managers own. Default: an object with such fields is refused. */
  readonly force?: boolean;
  /** The server checks all and stores nothing. Default false. */
  readonly dryRun?: boolean;
  /** Where objects go that name no namespace; those that name another one are refused. Default: the client's, and any. */
  readonly namespace?: string;
  /** Whether to wait until all objects are ready. Default false. */
  readonly wait?: boolean;
  /**
   * The ApplySet that the objects are; what was in it and is no longer applied is deleted. `shop` is a Secret,
   * `configmap/shop` a ConfigMap, in `namespace` or the client's. Default: nothing is deleted.
   */
  readonly prune?: string;
  /** Whose the ApplySet is, as `kubectl/v1.35.0` for one that kubectl keeps. Default `kube-rx/VERSION`. */
  readonly tooling?: string;
  /** How many objects are applied at the same time. Default 8. */
  readonly parallel?: number;
  readonly onProgress?: (progress: ApplyProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /**
   * How long to wait for definitions to be established, and with `wait` for objects to be ready, in ms; 0: for ever.
   * Each request has the client's own. Default 5 min.
   */
  readonly timeout?: number | undefined;
}
