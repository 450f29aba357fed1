// Where a subject runs that never crashes: its process may stand still, and its machine may sleep.

import type { Client } from '@kube-rx/client';
import type { Clock, HttpService, Timer } from '@kube-rx/core';
import { DriftingClock } from './drifting-clock.ts';
import type { ProgramFault } from './program-fault.ts';
import { SimulatedProcess } from './simulated-process.ts';

export interface HostOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1), for the jitter of its client's waits. */
  readonly random: () => number;
  /** The network as it sees it. */
  readonly service: HttpService;
  readonly note: (line: string) => void;
}

/**
 * @example
 * const world = new World(42);
 * const { client, clock } = world.host('mine');
 * const cache = reflector(Api.all(client, ConfigMap), { clock });
 * world.inflict({ fault: { type: 'pause', first: 'timers' }, forMs: 20_000 });
 */
export class Host {
  readonly name: string;
  readonly clock: Clock;
  readonly client: Client;
  readonly #machine: DriftingClock;
  readonly #process: SimulatedProcess;
  readonly #world: HostOptions;
  // While it stands still.
  #wake: { readonly timer: Timer; readonly goOn: () => void } | undefined;

  constructor(name: string, world: HostOptions) {
    this.name = name;
    this.#world = world;
    this.#machine = new DriftingClock(world.clock);
    const { random, service } = world;
    this.#process = new SimulatedProcess({ clock: this.#machine, random, service });
    this.clock = this.#process.clock;
    this.client = this.#process.client;
  }

  /** Stands still for so long, unless it does already. */
  pause(forMs: number, { first, sleeps = false }: ProgramFault & { readonly type: 'pause' }): void {
    if (this.#wake) return;
    this.#process.pause();
    if (sleeps) this.#machine.sleep();
    const goOn = (): void => {
      this.#wake?.timer.cancel();
      this.#wake = undefined;
      this.#machine.wake();
      this.#process.resume(first);
      this.#world.note(`${this.name} goes on`);
    };
    this.#wake = { goOn, timer: this.#world.clock.schedule(forMs, goOn) };
  }

  /** Goes on, if it stands still. */
  calm(): void {
    this.#wake?.goOn();
  }
}
