// What gates tell observers, over node:diagnostics_channel. Without a subscriber it costs one look at a flag.

/** The channel of `GateMessage`. */
export const gateChannel = 'kube-rx:gate';

/**
 * A run that waited for its caches.
 *
 * - `opened`: they have shown what the key wrote.
 * - `overdue`: they have not, and the run goes ahead.
 */
export interface GateMessage {
  readonly type: 'opened' | 'overdue';
  /** The controller's name. */
  readonly controller: string;
  /** The key that waited. */
  readonly key: string;
  readonly waitedMs: number;
  /** Which caches are behind, how far they are and what they lack, in words; absent where none is. */
  readonly missing?: string;
}
