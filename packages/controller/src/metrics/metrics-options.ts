// What metrics are told, whatever they are made with.

import type { MeasuredController } from './status-metrics.ts';

export interface MetricsOptions {
  /** Whose runs, queues and sources are measured. Watches and requests are, whoever makes them. Default: none. */
  readonly controllers?: readonly MeasuredController[];
  /** Ends the measuring. Default: only `close` does. */
  readonly signal?: AbortSignal | undefined;
}

/** Metrics that are kept up to date until they are closed. */
export interface Metrics extends Disposable {
  /** Nothing is listened to any more, and what there is stays. Idempotent. */
  close(): void;
}
