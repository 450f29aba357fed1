// The runs of controllers that are led: they begin only where somebody leads, and under each leader each object runs.

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type RunMessage, runChannel } from '@kube-rx/controller';
import { objectKey, type Resource } from '@kube-rx/core';
import { viewedApi, type World } from '../world.ts';

export interface LedRunsOptions {
  readonly world: World;
  /** The controllers'. */
  readonly name: string;
  readonly primary: Resource;
  /** Who leads. */
  readonly holding: () => readonly string[];
}

// Less than a controller waits before it looks at an object that nobody has changed.
const promptMs = 300_000;

export class LedRuns {
  readonly violations: string[] = [];
  readonly #options: LedRunsOptions;
  readonly #seen = new Set<string>();
  // Since when the same one leads, and nothing is disturbed.
  #calmSince: number | undefined;
  readonly #onRun = (message: unknown): void => this.#told(message as RunMessage);

  constructor(options: LedRunsOptions) {
    this.#options = options;
    subscribe(runChannel, this.#onRun);
  }

  /** Somebody else leads, or again. */
  termBegan(): void {
    this.#seen.clear();
    this.#calmSince = undefined;
  }

  /** The objects that have not run under who leads now. To be called while nothing is disturbed. */
  async missing(): Promise<string[]> {
    const { world, primary } = this.#options;
    const now = world.clock.monotonic();
    this.#calmSince ??= now;
    const objects = await viewedApi(world.direct(), { resource: primary }).list();
    const missing = objects
      .map(({ metadata: { name, namespace } }) => objectKey(name, namespace))
      .filter((key) => !this.#seen.has(key))
      .map((key) => `L10: ${key} has not run under who leads`);
    if (now - this.#calmSince > promptMs) this.violations.push(...missing);
    return missing;
  }

  close(): void {
    unsubscribe(runChannel, this.#onRun);
  }

  #told({ type, run }: RunMessage): void {
    const { name, holding, world } = this.#options;
    if (run.controller !== name || type !== 'began') return;
    this.#seen.add(run.key);
    world.note(`${name}: a run of ${run.key} began`);
    if (holding().length === 0) this.violations.push(`L10: a run of ${run.key} began while nobody leads`);
  }
}
