// A controller in a process, with what the world hands it.

import type { Client } from '@kube-rx/client';
import type { ControllerLog, Leadership } from '@kube-rx/controller';
import { type Clock, type KubeObject, resourceName } from '@kube-rx/core';
import {
  type ListWatch,
  type ReflectorOptions,
  type SharedReflector,
  SharedReflectors,
  type Store,
} from '@kube-rx/runtime';
import type { Random } from '../random.ts';
import type { SimulatedProcess } from '../simulated-process.ts';
import type { World } from '../world.ts';

/** What a controller under test is to be made with: all of it are options of `Controller`, but for the client. */
export interface ControllerParts {
  readonly client: Client;
  /** The subject's, under which its runs are known. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: ControllerLog;
  readonly caches: SharedReflectors;
}

/** Makes the controller; again after each crash. */
export type BuildController = (parts: ControllerParts) => {
  run(options: { readonly signal: AbortSignal; readonly leadership?: Leadership }): Promise<unknown>;
};

/** Reflectors of which is known what they hold. */
export class ObservedReflectors extends SharedReflectors {
  readonly #stores = new Map<string, Store<KubeObject>>();

  /** What is cached of a resource, as `deployments.apps`. */
  store(resource: string): Store<KubeObject> | undefined {
    return this.#stores.get(resource);
  }

  override use<K extends KubeObject>(
    source: ListWatch<K>,
    options: ReflectorOptions<K> = {},
  ): SharedReflector<K> {
    const shared = super.use(source, options);
    // It is only read, and as no more than objects.
    this.#stores.set(resourceName(source.resource), shared.reflector.store as unknown as Store<KubeObject>);
    return shared;
  }
}

export interface RunningController {
  readonly process: SimulatedProcess;
  readonly caches: ObservedReflectors;
  /** Ends it as a signal would. Resolves when it has drained; rejects with what its `run` rejects with. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly name: string;
  readonly build: BuildController;
  readonly random: Random;
  /** Default: the process's. */
  readonly client?: Client;
  /** Absent: it acts whoever leads. */
  readonly leadership?: Leadership;
  /** Called if it ends by itself. */
  readonly onEnded: (why: unknown) => void;
}

export function startController(
  world: World,
  process: SimulatedProcess,
  { name, build, random, client = process.client, leadership, onEnded }: StartOptions,
): RunningController {
  const { clock } = process;
  const caches = new ObservedReflectors({ clock, lingerMs: 0 });
  const end = new AbortController();
  const log = tracedLog(world, name, {});
  const controller = build({ client, name, clock, random: random.fork().next, log, caches });
  const ended = controller.run({ signal: end.signal, ...(leadership && { leadership }) });
  ended.then(
    () => {
      if (process.alive && !end.signal.aborted) onEnded('its run resolved');
    },
    (error: unknown) => {
      if (process.alive) onEnded(error);
    },
  );
  return {
    process,
    caches,
    stop: async () => {
      end.abort();
      await ended;
      await caches.close();
    },
  };
}

/** Logs to the world's trace. */
function tracedLog(world: World, name: string, bound: Readonly<Record<string, unknown>>): ControllerLog {
  const at =
    (level: string) =>
    (fields: object, message: string): void =>
      world.note(`${name} ${level}: ${message} ${JSON.stringify({ ...bound, ...fields }, withoutRun)}`);
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    isLevelEnabled: (level) => world.isTraced && level !== 'debug',
    child: (fields) => tracedLog(world, name, { ...bound, ...fields }),
  };
}

// Runs are numbered through all that one Node process runs, so a replay has other numbers.
function withoutRun(field: string, value: unknown): unknown {
  return field === 'run' ? undefined : value;
}
