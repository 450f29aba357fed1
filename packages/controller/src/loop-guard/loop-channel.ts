// What the hot-loop guard tells observers, over node:diagnostics_channel. Without a subscriber it costs one look at a flag.

/** The channel of `LoopMessage`. */
export const loopChannel = 'kube-rx:loop';

/**
 * - `selfTriggered`: a run ended that nothing had led to but the key's own writes, and it wrote again.
 * - `held`: the same, and the key is held because it does so in a loop.
 */
export interface LoopMessage {
  readonly type: 'selfTriggered' | 'held';
  /** The controller's name. */
  readonly controller: string;
  readonly key: string;
  /** How long no run of the key begins unless something else changes; absent where it is not held. */
  readonly holdMs?: number;
  /** What changes at every run, as `websites.example.com shop/web: status.checkedAt`; as far as it is known. */
  readonly paths?: readonly string[];
}
