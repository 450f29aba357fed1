// Since when nothing has kept a program from acting in time.

import type { ScheduledFault } from '../fault.ts';
import type { World } from '../world.ts';

// What a fault leaves behind goes on for so long: a request that hangs, a wait that a server has asked for.
const aftermathMs = 15_000;

export class Disturbances {
  readonly #world: World;
  readonly #onFault = (fault: Omit<ScheduledFault, 'at'>): void => this.#befalls(fault);
  // Before a rule hits it.
  readonly #onRequest = (): void => this.#look();
  #untilMs = 0;
  readonly #untilOf = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
    world.onFault.add(this.#onFault);
    world.onRequest.add(this.#onRequest);
  }

  close(): void {
    this.#world.onFault.delete(this.#onFault);
    this.#world.onRequest.delete(this.#onRequest);
  }

  /** A true time in milliseconds; it may be one that is still to come. */
  freeSince(program: string): number {
    this.#look();
    return Math.max(this.#untilMs, this.#untilOf.get(program) ?? 0) + aftermathMs;
  }

  /** Something befalls a program, for so long. */
  disturb(program: string, forMs: number = 0): void {
    const untilMs = this.#world.clock.monotonic() + forMs;
    this.#untilOf.set(program, Math.max(untilMs, this.#untilOf.get(program) ?? 0));
  }

  #befalls({ fault, forMs = 0, program }: Omit<ScheduledFault, 'at'>): void {
    // Whoever edits the Lease keeps nobody from acting.
    if (fault.type === 'request' || fault.type === 'setClock') return;
    const lastsMs = fault.type === 'late' ? forMs + fault.delayMs : forMs;
    if (program !== undefined) this.disturb(program, lastsMs);
    else this.#untilMs = Math.max(this.#untilMs, this.#world.clock.monotonic() + lastsMs);
    this.#look();
  }

  /** A rule for so many requests is in force until it has hit them. */
  #look(): void {
    const now = this.#world.clock.monotonic();
    const isInForce = this.#world.network.faults.rules.some(
      ({ rule: { times, forMs }, hits }) => forMs === undefined && (times === undefined || hits < times),
    );
    if (isInForce) this.#untilMs = Math.max(this.#untilMs, now);
  }
}
