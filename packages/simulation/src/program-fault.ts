// What befalls a program alone, as data.

import type { CutMode } from './program-line.ts';
import type { CrashMoment } from './simulated-process.ts';
import type { WakeOrder } from './stillness.ts';

/** The faults that only a program has. */
export type ProgramFault =
  /** It dies by its `write`-th write from now (0: at once), and comes back after `downMs` (default 1,000). */
  | {
      readonly type: 'crash';
      readonly write: number;
      readonly moment?: CrashMoment;
      readonly downMs?: number;
    }
  /** Its next `times` writes are carried out, and no answer comes. */
  | { readonly type: 'lose' }
  /** Somebody else changes an object right before the program updates or patches it, `times` times. */
  | { readonly type: 'contend' }
  /**
   * It stands still for `forMs`; all that has come for it then comes at once, timers or answers first. Where its machine
   * sleeps, its monotonic time stands still as well. What `deafens` it leaves its connections open and dead.
   */
  | {
      readonly type: 'pause';
      readonly first: WakeOrder;
      readonly sleeps?: boolean;
      readonly deafens?: boolean;
    }
  /** The network is cut for it alone, for `forMs`. */
  | { readonly type: 'isolate'; readonly mode: CutMode }
  /** Its next `times` writes reach the server so late, also where it has given them up by then. */
  | { readonly type: 'late'; readonly delayMs: number }
  /** It ends as by a signal, and comes back `downMs` later. */
  | { readonly type: 'stop'; readonly downMs: number }
  /** Its time of day is set: so far ahead of the true one. */
  | { readonly type: 'setClock'; readonly aheadMs: number };
