// The containers that a test has put into Pods. The API server asks here what a kubelet would be asked.

import { type Clock, InvalidRequestError } from '@kube-rx/core';
import type { FakeContainer, LogEntry } from './container.ts';
import { ContainerLog } from './container-log.ts';

/** A container that runs, for as long as it is not stopped. */
export interface RunningContainer {
  /** Writes lines to its log: followers get them at once. */
  log(...entries: LogEntry[]): void;
  /** Starts it again: its log becomes that of before (`previous`), and whoever follows gets the end. */
  restart(): void;
  /** Ends it: followers get the end of the log, which can still be read. Commands that run go on. */
  stop(): void;
}

export class KnownContainer implements RunningContainer {
  readonly behaviour: FakeContainer;
  readonly #clock: Clock;
  current: ContainerLog;
  previous: ContainerLog | undefined;

  constructor(behaviour: FakeContainer, clock: Clock) {
    const { logs = [], previousLogs } = behaviour;
    this.behaviour = behaviour;
    this.#clock = clock;
    this.current = new ContainerLog(clock);
    if (Symbol.iterator in logs) this.log(...logs);
    else void this.#follow(logs);
    if (!previousLogs) return;
    this.previous = new ContainerLog(clock);
    for (const entry of previousLogs) this.previous.write(entry);
    this.previous.end();
  }

  log(...entries: LogEntry[]): void {
    for (const entry of entries) this.current.write(entry);
  }

  restart(): void {
    this.stop();
    this.previous = this.current;
    this.current = new ContainerLog(this.#clock);
  }

  stop(): void {
    this.current.end();
  }

  // A log that fails is one that ends.
  async #follow(logs: AsyncIterable<LogEntry>): Promise<void> {
    const { current } = this;
    try {
      for await (const entry of logs) current.write(entry);
    } catch (error) {
      current.write(`the log of this fake container failed: ${String(error)}`);
    }
    current.end();
  }
}

/**
 * @example
 * const web = server.containers.run('shop/web-0', 'web', {
 *   logs: ['listening on :8080'],
 *   exec: async ([name], { stdout }) => {
 *     if (name !== 'date') throw new Error(`exec: "${name}": executable file not found in $PATH`);
 *     await stdout.write('Thu Jan  1 00:00:00 UTC 1970\n');
 *     return 0;
 *   },
 *   ports: { 8080: (connection) => connection.write('HTTP/1.1 204 No Content\r\n\r\n') },
 * });
 * web.log('GET /');
 */
export class Containers {
  readonly #clock: Clock;
  readonly #known = new Map<string, KnownContainer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Makes a container of a Pod do something. `pod` is the key of the Pod, as `shop/web-0`, which need not exist yet;
   * `container` is the name in its spec. A second call for the same container takes the place of the first.
   *
   * @throws InvalidRequestError for a key without a namespace.
   */
  run(pod: string, container: string, behaviour: FakeContainer = {}): RunningContainer {
    if (!/^[^/]+\/[^/]+$/.test(pod))
      throw new InvalidRequestError(
        `${JSON.stringify(pod)} is no Pod: name it with its namespace, as "shop/web-0"`,
      );
    const known = new KnownContainer(behaviour, this.#clock);
    this.#known.get(keyOf(pod, container))?.stop();
    this.#known.set(keyOf(pod, container), known);
    return known;
  }

  find(pod: string, container: string): KnownContainer | undefined {
    return this.#known.get(keyOf(pod, container));
  }

  /** All of one Pod, which share its ports. */
  of(pod: string): KnownContainer[] {
    return [...this.#known].filter(([key]) => key.startsWith(`${pod}/`)).map(([, known]) => known);
  }
}

function keyOf(pod: string, container: string): string {
  return `${pod}/${container}`;
}
