// The faults of a world: makes them happen, and ends them.

import type { ApiServer } from '@kube-rx/apiserver';
import type { Timer, VirtualClock } from '@kube-rx/core';
import { type RequestByHand, restoreMs, type ScheduledFault } from './fault.ts';
import type { Host } from './host.ts';
import type { Program } from './program.ts';
import type { Random } from './random.ts';
import type { Conditions } from './simulated-connection.ts';
import { calmConditions, type LateView, type SimulatedNetwork } from './simulated-network.ts';

/** What faults befall. */
export interface Befallen {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly network: SimulatedNetwork;
  readonly server: ApiServer;
  readonly programs: readonly Program[];
  readonly hosts: readonly Host[];
  /** Sends a request that no fault hits. */
  readonly direct: (request: RequestByHand) => Promise<unknown>;
  /** Takes the server back to what there was from the start. */
  readonly onRestore: () => void;
}

const emptyLine = { type: 'garbage', line: '\r' } as const;

/** A Lease of an election that nobody here takes part in. */
const writeBesides: RequestByHand = {
  type: 'request',
  method: 'POST',
  path: '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases',
  body: {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { generateName: 'bystander-', namespace: 'kube-system' },
    spec: {},
  },
};

export class FaultsInForce {
  readonly #options: Befallen;
  // The timers that end them.
  readonly #ends: Timer[] = [];
  readonly #repetitions = new Set<Timer>();
  readonly #imposed = new Set<Partial<Conditions>>();

  constructor(options: Befallen) {
    this.#options = options;
  }

  inflict({ fault, ...limits }: Omit<ScheduledFault, 'at'>): void {
    const { forMs } = limits;
    const { network, random, server } = this.#options;
    const isMeant = ({ name }: { readonly name: string }): boolean => (limits.program ?? name) === name;
    const programs = this.#options.programs.filter(isMeant);
    const hosts = this.#options.hosts.filter(isMeant);
    switch (fault.type) {
      case 'cut':
      case 'end':
      case 'silence':
        for (const connection of network.connections()) connection.inflict(fault);
        return;
      case 'garbage':
      case 'errorEvent':
        for (const connection of network.connections('watches')) connection.inflict(fault);
        return;
      case 'status':
      case 'refuse':
      case 'delay':
      case 'ignoreSendInitialEvents':
      case 'ignoreTimeoutSeconds':
      case 'omit':
      case 'repeatPages':
        network.faults.inject({ fault, ...limits });
        // So old a server sends no bookmarks either, not even the one that ends initial events.
        if (fault.type === 'ignoreSendInitialEvents' && limits.times === undefined)
          this.#impose({ dropsBookmarks: true }, forMs);
        return;
      case 'latency':
        this.#impose({ latencyMs: () => random.between(0, fault.maxMs) }, forMs);
        return;
      case 'drip':
        this.#impose({ pieceBytes: fault.bytes ?? 1, pieceEveryMs: fault.everyMs }, forMs);
        return;
      case 'duplicate':
        this.#impose({ copies: fault.copies ?? 2 }, forMs);
        return;
      case 'dropBookmarks':
        this.#impose({ dropsBookmarks: true }, forMs);
        return;
      case 'dropEndMark':
        this.#impose({ dropsEndMarks: true }, forMs);
        return;
      case 'reorder':
        this.#impose({ reorderMs: fault.withinMs }, forMs);
        return;
      case 'lossy':
        this.#impose({ losesFrame: () => random.chance(fault.share) }, forMs);
        return;
      case 'heartbeat':
        this.#repeat(fault.everyMs, forMs, () => {
          for (const connection of network.connections('watches')) connection.inflict(emptyLine);
        });
        return;
      case 'mute':
        for (const connection of network.connections()) connection.inflict({ type: 'silence' });
        network.faults.inject({ fault: { type: 'silence' }, ...limits });
        return;
      case 'bystanders':
        this.#repeat(fault.everyMs, forMs, () => void this.#options.direct(writeBesides));
        return;
      case 'flap':
        this.#impose({ flaps: true }, forMs);
        return;
      case 'lateView':
        this.#delayView(fault, forMs);
        return;
      case 'crash':
        for (const program of programs) program.crash(fault);
        return;
      case 'lose':
        for (const program of programs) program.lose(limits.times ?? Infinity);
        return;
      case 'contend':
        for (const program of programs) program.contend(limits.times ?? Infinity);
        return;
      case 'pause':
        for (const standing of [...programs, ...hosts]) {
          standing.pause(forMs ?? 0, fault);
          if (fault.deafens)
            for (const connection of network.connections('all', standing.name))
              connection.inflict({ type: 'silence' });
        }
        return;
      case 'isolate':
        for (const program of programs) program.isolate(fault.mode, forMs ?? 0);
        return;
      case 'late':
        for (const program of programs) program.late(limits.times ?? 1, fault.delayMs);
        return;
      case 'stop':
        for (const program of programs) void program.stop(fault.downMs);
        return;
      case 'setClock':
        for (const program of programs) program.setClock(fault.aheadMs);
        return;
      case 'request':
        void this.#options.direct(fault);
        return;
      case 'compact':
        server.compact();
        return;
      case 'restart':
        server.restart(fault);
        return;
      case 'restore':
        this.#restore();
        return;
      default:
        fault satisfies never;
    }
  }

  /** Ends all of them. A connection that fell silent stays silent. */
  calm(): void {
    for (const timer of [...this.#ends.splice(0), ...this.#repetitions]) timer.cancel();
    this.#repetitions.clear();
    this.#imposed.clear();
    this.#options.network.calm();
    for (const standing of [...this.#options.programs, ...this.#options.hosts]) standing.calm();
  }

  // The schedule must leave the new versions below the old ones: no client can notice that a history was replaced by a
  // longer one.
  #restore(): void {
    const { network, onRestore } = this.#options;
    onRestore();
    // Requests that were under way must not be answered from the state before.
    for (const connection of network.connections()) connection.inflict({ type: 'cut' });
    network.faults.inject({ fault: { type: 'refuse' }, forMs: restoreMs });
  }

  #repeat(everyMs: number, forMs: number = Infinity, act: () => void): void {
    const { clock } = this.#options;
    const endsAt = clock.monotonic() + forMs;
    const repeat = (): void => {
      if (clock.monotonic() + everyMs > endsAt) return;
      const timer = clock.schedule(everyMs, () => {
        this.#repetitions.delete(timer);
        act();
        repeat();
      });
      this.#repetitions.add(timer);
    };
    repeat();
  }

  #delayView(view: LateView, forMs: number | undefined): void {
    const { lateViews } = this.#options.network;
    lateViews.add(view);
    if (forMs !== undefined)
      this.#ends.push(this.#options.clock.schedule(forMs, () => void lateViews.delete(view)));
  }

  #impose(changed: Partial<Conditions>, forMs: number | undefined): void {
    const update = (): void =>
      void Object.assign(this.#options.network.conditions, calmConditions, ...this.#imposed);
    this.#imposed.add(changed);
    update();
    if (forMs === undefined) return;
    const end = (): void => {
      this.#imposed.delete(changed);
      update();
    };
    this.#ends.push(this.#options.clock.schedule(forMs, end));
  }
}
