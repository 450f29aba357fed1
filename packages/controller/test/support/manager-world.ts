// Managers that run on one server, in the time of a test, until it ends: replicas of a program.

import { Api } from '@kube-rx/client';
import { type ConfigMap, Lease } from '@kube-rx/k8s';
import type { Controller } from '../../src/controller/controller.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import { Manager } from '../../src/manager/manager.ts';
import type { ManagerOptions } from '../../src/manager/manager-options.ts';
import { ControllerWorld, type LogRecord, recordingLog } from './controller-world.ts';

/** A manager that runs. */
export interface StartedManager {
  /** Settles as `run` does. */
  readonly ended: Promise<void>;
  readonly stop: AbortController;
}

/** Of the replicas. */
export const leaderElection = { name: 'operator', namespace: 'default' };

export class ManagerWorld extends ControllerWorld {
  /** What managers log. */
  readonly managerRecords: LogRecord[] = [];
  readonly #stops: AbortController[] = [];

  manager(options: ManagerOptions): Manager {
    const { clock, managerRecords } = this;
    return new Manager({ clock, log: recordingLog(managerRecords), signals: false, ...options });
  }

  async runManager(of: Manager): Promise<StartedManager> {
    const stop = new AbortController();
    this.#stops.push(stop);
    const ended = of.run({ signal: stop.signal });
    // A test that wants its rejection awaits it.
    ended.catch(() => undefined);
    await this.clock.advance(0);
    return { ended, stop };
  }

  /** A controller that does nothing, if it is not told what. */
  colours(options: Partial<ControllerOptions<ConfigMap>> = {}): Controller<ConfigMap> {
    return this.controller({ reconcile: () => undefined, ...options });
  }

  lease(): Promise<Lease> {
    return Api.namespaced(this.client, Lease, 'default').get('operator');
  }

  /** Waits for what real sockets do. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise((resolve) => setImmediate(resolve));
      await this.clock.advance(0);
    }
  }

  override async close(): Promise<number> {
    for (const stop of this.#stops) stop.abort();
    return super.close();
  }
}

/** Status and text. */
export async function probe(managed: Manager, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${managed.address?.port}${path}`);
  return `${response.status} ${await response.text()}`;
}
