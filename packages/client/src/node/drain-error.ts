// Why a node was not drained.

import { KubeError } from '@kube-rx/core';
import type { PodGroup } from './drain-plan.ts';

/**
 * A node could not be drained. It stays cordoned. Where `refusals` says why, nothing was evicted; else pods that are not
 * in `pending` have left.
 *
 * @example
 * await drain(client, 'node-7').catch((error) => error instanceof DrainError && error.refusals);
 */
export class DrainError extends KubeError {
  override readonly name = 'DrainError';
  /** What forbids the drain, found before anything was evicted. */
  readonly refusals: readonly PodGroup[];
  /** The pods that have not left, as `namespace/name`. */
  readonly pending: readonly string[];

  constructor(
    message: string,
    options: { refusals?: readonly PodGroup[]; pending?: readonly string[]; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.refusals = options.refusals ?? [];
    this.pending = options.pending ?? [];
  }
}
