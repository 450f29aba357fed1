// A program of controllers, from its start to its exit code. What happens while it runs is a `ManagerRun`.

import { InvalidRequestError } from '@kube-rx/core';
import type { HealthCheck } from './health-check.ts';
import type { ManagedController, PartOptions } from './managed.ts';
import type { ManagerAddress, ManagerOptions } from './manager-options.ts';
import type { ManagerParts } from './manager-parts.ts';
import type { Runnable } from './runnable.ts';

export interface ManagerRunOptions {
  /** Ends the manager, as SIGTERM does. */
  readonly signal?: AbortSignal | undefined;
}

export interface CheckOptions {
  /**
   * Whether `/healthz` asks as well, so that the Pod is restarted where it fails; for what a restart mends, as a deadlock,
   * and not for what another one has to mend, as a cluster. Default: `/readyz` asks alone.
   */
  readonly liveness?: boolean;
}

/**
 * Runs controllers, what they need and what stands beside them, as one program.
 *
 * Guarantees:
 * - It starts in this order: HTTP, caches, elections, controllers and runnables. Controllers sync at once, also where
 *   another replica leads: they are on standby then.
 * - It ends in the other order: `/readyz` fails; controllers and runnables end, while their election is still renewed; the
 *   Lease is given back after the last write; caches; HTTP.
 * - It ends by a signal of the process or of `run`, and where one of its parts fails. A second signal of the process ends
 *   that at once, with exit code 1.
 * - What does not end within `stopTimeout` is named by the error of `run`. Its Lease is not given back, but runs out.
 *
 * @example
 * const websites = new Controller(Api.all(client, Website), { reconcile: () => Action.requeueAfter(300_000) });
 * await new Manager({
 *   controllers: [websites],
 *   leaderElection: { name: 'website-operator', namespace: 'shop' },
 *   http: { port: 8080 },
 * }).runToExit();
 */
export class Manager {
  readonly #options: ManagerOptions;
  readonly #parts: { -readonly [Name in keyof ManagerParts]: ManagerParts[Name][number][] };
  #isRunning = false;
  #address: (() => ManagerAddress | undefined) | undefined;

  /** What cannot be is told by `run`. */
  constructor(options: ManagerOptions = {}) {
    this.#options = options;
    this.#parts = { controllers: [], runnables: [], checks: [] };
    for (const controller of options.controllers ?? []) this.add(controller);
  }

  /** Takes charge of one more controller. @throws InvalidRequestError while it runs. */
  add(controller: ManagedController, options: PartOptions = {}): this {
    this.#refuseRunning();
    this.#parts.controllers.push({ part: controller, options });
    return this;
  }

  /** Runs something else beside the controllers, by default under their election. @throws InvalidRequestError while it runs. */
  addRunnable(runnable: Runnable, options: PartOptions = {}): this {
    this.#refuseRunning();
    this.#parts.runnables.push({ part: runnable, options });
    return this;
  }

  /** One more line of `/readyz`, and a path of its own below that. May be called at any time. */
  addCheck(name: string, check: HealthCheck, { liveness = false }: CheckOptions = {}): this {
    this.#parts.checks.push({ name, check, liveness });
    return this;
  }

  /** Where HTTP is served; undefined while it is not. */
  get address(): ManagerAddress | undefined {
    return this.#address?.();
  }

  /**
   * Runs until a signal fires, and resolves when all has ended in order. May be called again after that.
   *
   * @throws InvalidRequestError where it runs already, and for options and parts that cannot be.
   * @throws DeadlineError naming what did not end within `stopTimeout`.
   * @throws what a part failed with, as a controller by `onSyncTimeout: 'fail'`; AggregateError of several.
   * @throws NotLeaderError where an election with `onLost: 'end'` was lost.
   */
  async run({ signal }: ManagerRunOptions = {}): Promise<void> {
    this.#refuseRunning();
    this.#isRunning = true;
    try {
      // Programs that only watch do not load it.
      const { ManagerRun } = await import('./manager-run.ts');
      const run = await ManagerRun.create(this.#options, this.#parts);
      this.#address = () => run.address;
      await run.run(signal);
    } finally {
      this.#address = undefined;
      this.#isRunning = false;
    }
  }

  /**
   * As `run`, for the last line of a program: it ends the process, whatever is left in it, with exit code 0 where all has
   * ended in order. It rejects as `run` does, by which Node ends a program with exit code 1.
   */
  async runToExit(options: ManagerRunOptions = {}): Promise<never> {
    await this.run(options);
    process.exit(0);
  }

  #refuseRunning(): void {
    if (this.#isRunning) throw new InvalidRequestError('manager: it runs already');
  }
}
