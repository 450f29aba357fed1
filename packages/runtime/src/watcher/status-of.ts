// The machine's state and knowledge, as users are told of them.

import type { KubeObject } from '@kube-rx/core';
import type { Knowledge } from './knowledge.ts';
import type { State } from './state.ts';
import type { WatcherPhase, WatcherStatus } from './status.ts';

/** Whether a request waits for its turn, the driver knows. */
type MachinePhase = Exclude<WatcherPhase, 'queued'>;

export type MachineStatus = WatcherStatus & { readonly phase: MachinePhase };

/** `offsetMs` turns monotonic time into the status' wall time. */
export function statusOf<K extends KubeObject>(
  state: State<K>,
  knowledge: Knowledge,
  offsetMs: number,
): MachineStatus {
  const { counters, lastEventAt, mode, recovery, since, trouble } = knowledge;
  const { synced, resourceVersion, newestObject, epoch } = knowledge.position;
  return {
    phase: phaseOf(state),
    mode,
    synced,
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(newestObject !== undefined && { newestObject }),
    epoch,
    since: since + offsetMs,
    ...(lastEventAt !== undefined && { lastEventAt: lastEventAt + offsetMs }),
    attempt: trouble ? recovery.attempt : 0,
    ...(state.kind === 'waiting' && { nextRetryAt: state.until + offsetMs }),
    ...(trouble && { lastError: trouble }),
    counters: { ...counters },
  };
}

function phaseOf({ kind }: State<KubeObject>): MachinePhase {
  if (kind === 'idle') return 'listing';
  return kind === 'probing' ? 'connecting' : kind;
}
