// A server in memory, a clock that stands still, and controllers that run there until the test ends.

import { ApiServer } from '@kube-rx/apiserver';
import { Api, Client } from '@kube-rx/client';
import { type HttpService, VirtualClock } from '@kube-rx/core';
import { ConfigMap } from '@kube-rx/k8s';
import type { LogLevel } from '@kube-rx/runtime';
import { Controller } from '../../src/controller/controller.ts';
import type { ControllerLog } from '../../src/controller/controller-log.ts';
import type { ControllerOptions } from '../../src/controller/controller-options.ts';
import type { Leadership } from '../../src/election/leadership.ts';

export interface LogRecord extends Readonly<Record<string, unknown>> {
  readonly level: LogLevel;
  readonly msg: string;
}

/** A log that keeps what it is told, with the fields of its parents. */
export function recordingLog(records: LogRecord[], bound: object = {}): ControllerLog {
  const write =
    (level: LogLevel) =>
    (fields: object, msg: string): void => {
      records.push({ ...bound, ...fields, level, msg });
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => recordingLog(records, { ...bound, ...fields }),
  };
}

/** A controller that runs. */
export interface Started {
  readonly controller: Controller<ConfigMap>;
  /** Settles as `run` does. */
  readonly ended: Promise<void>;
  readonly stop: AbortController;
}

/** A server that never answers. */
export const silent: HttpService = () => new Promise(() => undefined);

export class ControllerWorld {
  readonly clock: VirtualClock;
  readonly server: ApiServer;
  readonly client: Client;
  readonly configs: Api<ConfigMap>;
  readonly records: LogRecord[] = [];
  readonly #started: Started[] = [];

  constructor(clock: VirtualClock = new VirtualClock()) {
    this.clock = clock;
    this.server = new ApiServer({ clock: this.clock });
    this.client = this.clientOf(this.server.service);
    this.configs = Api.namespaced(this.client, ConfigMap, 'default');
  }

  /** A client of any server, in the time of this world. */
  clientOf(service: HttpService): Client {
    return new Client(service, { clock: this.clock });
  }

  controller(
    options: ControllerOptions<ConfigMap>,
    configs: Api<ConfigMap> = this.configs,
  ): Controller<ConfigMap> {
    const { clock, records } = this;
    return new Controller(configs, {
      clock,
      random: () => 0,
      name: 'colours',
      log: recordingLog(records),
      ...options,
    });
  }

  start(controller: Controller<ConfigMap>, leadership?: Leadership): Started {
    const stop = new AbortController();
    const ended = controller.run({ signal: stop.signal, leadership });
    // A test that wants its rejection awaits it.
    ended.catch(() => undefined);
    const started = { controller, ended, stop };
    this.#started.push(started);
    return started;
  }

  /** Starts one, and lets it find what is there. */
  async run(options: ControllerOptions<ConfigMap>): Promise<Started> {
    const started = this.start(this.controller(options));
    await this.clock.advance(0);
    return started;
  }

  async create(name: string, data: Readonly<Record<string, string>> = {}): Promise<ConfigMap> {
    const config = await this.configs.create({ metadata: { name }, data });
    await this.clock.advance(0);
    return config;
  }

  /** The records of the controller that are more than information. */
  get complaints(): readonly LogRecord[] {
    return this.records.filter(({ level }) => level === 'error' || level === 'warn');
  }

  /** Ends all of it. Gives what is left behind, which must be nothing. */
  async close(): Promise<number> {
    for (const { stop } of this.#started) stop.abort();
    // Longer than any drain.
    await this.clock.advance(120_000);
    await Promise.allSettled(this.#started.map(({ ended }) => ended));
    await this.server.close();
    return this.clock.pending;
  }
}
