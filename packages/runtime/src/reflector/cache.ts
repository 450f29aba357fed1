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

interface Shared {
  readonly reflector: Pick<Reflector<KubeObject>, 'status' | 'close'>;
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
    const known = this.#shared.get(server)?.get(key);
    const runs = known && known.reflector.status.phase !== 'stopped';
    const shared = runs ? known : this.#start(server, key, reflector(source, options));
    shared.linger?.cancel();
    shared.users += 1;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      shared.users -= 1;
      if (shared.users > 0 || !this.#has(server, key, shared)) return;
      shared.linger = this.#clock.schedule(this.#lingerMs, () => this.#end(server, key, shared));
    };
    // What one resource of one server holds has one type, whoever asks.
    return { reflector: shared.reflector as Reflector<K>, release, [Symbol.dispose]: release };
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

  #start(server: object, key: string, started: Shared['reflector']): Shared {
    const reflectors = this.#shared.get(server) ?? new Map<string, Shared>();
    const shared: Shared = { reflector: started, users: 0 };
    // Of one that has stopped by itself.
    reflectors.get(key)?.linger?.cancel();
    this.#shared.set(server, reflectors.set(key, shared));
    return shared;
  }

  /** Whether it is the one that is shared: not so after `close`, or when it had stopped by itself. */
  #has(server: object, key: string, shared: Shared): boolean {
    return this.#shared.get(server)?.get(key) === shared;
  }

  #end(server: object, key: string, shared: Shared): void {
    void shared.reflector.close();
    if (!this.#has(server, key, shared)) return;
    const reflectors = this.#shared.get(server);
    reflectors?.delete(key);
    if (reflectors?.size === 0) this.#shared.delete(server);
  }
}

function keyOf<K extends KubeObject>(
  { resource, namespace }: ListWatch<K>,
  { labelSelector = '', fieldSelector = '' }: ReflectorOptions<K>,
): string {
  const labels = LabelSelector.of(labelSelector).requirements.map(({ key, operator, values }) =>
    JSON.stringify([key, operator, ...[...values].sort()]),
  );
  const fields = FieldSelector.of(fieldSelector).requirements.map((requirement) =>
    JSON.stringify([requirement.field, requirement.operator, requirement.value]),
  );
  const where = [apiVersionOf(resource), resource.plural, namespace ?? ''];
  return JSON.stringify([where, labels.sort(), fields.sort()]);
}
