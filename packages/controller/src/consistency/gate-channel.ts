// What gates tell observers, over node:diagnostics_channel. Without a subscriber it costs one look at a flag.

/** The channel of `GateMessage`. */
export const gateChannel = 'kube-rx:gate';

/**
 * What became of a key's wait for its caches.
 *
 * - `opened`: they have shown what the key wrote.
 * - `overdue`: they have not, and the run goes ahead.
 * - `forgotten`: no run of the key was due for a minute, and they have not shown it yet: none will wait for it.
 */
export interface GateMessage {
  readonly type: 'opened' | 'overdue' | 'forgotten';
  /** The controller's name. */
  readonly controller: string;
  /** The key that wrote. */
  readonly key: string;
  /** 0 where it was forgotten. */
  readonly waitedMs: number;
  /** Which caches are behind, how far they are and what they lack, in words; absent where none is. */
  readonly missing?: string;
}
