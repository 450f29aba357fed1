// Of what follows from what runs write: waits for caches, and keys that wake themselves.

import { type GateMessage, gateChannel } from '../consistency/gate-channel.ts';
import { type LoopMessage, loopChannel } from '../loop-guard/loop-channel.ts';
import { gateWait, loopHolds } from './catalog.ts';
import type { Reading } from './metric.ts';
import type { Part, PartOptions } from './part.ts';
import { NumberSeries, Series } from './series.ts';

export class WriteMetrics implements Part {
  readonly listeners: Part['listeners'] = {
    [gateChannel]: (message: unknown): void => this.#waited(message as GateMessage),
    [loopChannel]: (message: unknown): void => this.#looped(message as LoopMessage),
  };
  readonly #names: ReadonlySet<string>;
  readonly #waits: Series<(seconds: number) => void>;
  readonly #holds: NumberSeries;

  constructor({ names, values, instruments }: PartOptions) {
    this.#names = names;
    this.#waits = new Series(gateWait, values, (labels) => instruments.histogram(gateWait, labels));
    this.#holds = new NumberSeries(loopHolds, values);
    for (const name of names) this.#holds.at(name);
  }

  readings(): Iterable<Reading> {
    return this.#holds.readings();
  }

  #waited({ type, controller, waitedMs }: GateMessage): void {
    // What was forgotten, no run waited for; it is among the timeouts.
    if (type === 'forgotten' || !this.#names.has(controller)) return;
    this.#waits.at(controller, type)(waitedMs / 1000);
  }

  #looped({ type, controller }: LoopMessage): void {
    if (type === 'held' && this.#names.has(controller)) this.#holds.at(controller).value += 1;
  }
}
