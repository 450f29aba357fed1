// Reflectors that several parts of a program share: whoever asks for the same objects of the same server gets
// the same watch.

import {
  apiVersionOf,
  type Clock,
  FieldSelector,
  type KubeObject,
  LabelSelector,
  systemClock,
  type Timer,
} from '@kube-rx/core';
import type { ListWatch } from '../watcher/source.ts';
import { type Reflector, type ReflectorOptions, reflector } from './reflector.ts';

export interface CacheOptions {
  /** How long a watch that nobody uses any more goes on, in milliseconds. Default 30,000. */
  readonly lingerMs?: number;
  readonly clock?: Clock;
}

/** The use of a shared reflector. Close it when done; the reflector itself belongs to the cache. */
export interface Lease<K extends KubeObject> extends Disposable {
  readonly reflector: Reflector<K>;
  /** Doing it twice is the same as once. */
  release(): void;
}

interface Shared<K extends KubeObject = KubeObject> {
  readonly reflector: Reflector<K>;
  users: number;
  linger?: Timer;
}

/**
 * One reflector for each server, resource, namespace and selection, for as long as anybody uses it and a while
 * longer. Sources may be added and removed at any time.
 *
 * @example
 * await using cache = new Cache();
 * using pods = cache.use(Api.all(client, Pod));
 * await pods.reflector.ready();
 */
export class Cache implements AsyncDisposable {
  readonly #lingerMs: number;
  readonly #clock: Clock;
  // By the server, which is an object; a source without a client is a server of its own.
  readonly #shared = new Map<object, Map<string, Shared>>();

  constructor(options: CacheOptions = {}) {
    this.#lingerMs = options.lingerMs ?? 30_000;
    this.#clock = options.clock ?? systemClock;
  }

  /** How many watches there are, those that linger included. */
  get size(): number {
    let size = 0;
    for (const shared of this.#shared.values()) size += shared.size;
    return size;
  }

  /**
   * Shares the reflector of these objects, or starts it. Options other than the selectors count only where it is
   * started: whoever comes later takes it as it is.
   *
   * @throws InvalidRequestError for a bad selector or option.
   */
  use<K extends KubeObject>(source: ListWatch<K>, options: ReflectorOptions<K> = {}): Lease<K> {
    const server = source.client ?? source;
    const key = keyOf(source, options);
    const reflectors = this.#shared.get(server) ?? new Map<string, Shared>();
    this.#shared.set(server, reflectors);
    // What one resource of one server holds has one type, whoever asks.
    const shared = (reflectors.get(key) ?? {
      reflector: reflector(source, options),
      users: 0,
    }) as unknown as Shared<K>;
    reflectors.set(key, shared as unknown as Shared);
    shared.linger?.cancel();
    shared.users += 1;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      shared.linger = this.#clock.schedule(this.#lingerMs, () => {
        reflectors.delete(key);
        if (reflectors.size === 0) this.#shared.delete(server);
        void shared.reflector.close();
      });
    };
    return { reflector: shared.reflector, release, [Symbol.dispose]: release };
  }

  /** Ends every watch, whoever uses it. */
  async close(): Promise<void> {
    const all = [...this.#shared.values()].flatMap((reflectors) => [...reflectors.values()]);
    this.#shared.clear();
    for (const { linger } of all) linger?.cancel();
    await Promise.all(all.map((shared) => shared.reflector.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function keyOf<K extends KubeObject>(
  { resource, namespace }: ListWatch<K>,
  { labelSelector = '', fieldSelector = '' }: ReflectorOptions<K>,
): string {
  const selectors = [LabelSelector.of(labelSelector), FieldSelector.of(fieldSelector)].map(String);
  return JSON.stringify([apiVersionOf(resource), resource.plural, namespace ?? '', ...selectors]);
}
