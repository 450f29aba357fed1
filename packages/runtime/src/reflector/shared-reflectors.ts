// Reflectors that several parts of a program share.

import {
  apiVersionOf,
  type Clock,
  FieldQuery,
  type KubeObject,
  LabelQuery,
  systemClock,
  type Timer,
} from '@kube-rx/core';
import { isObservable } from 'rxjs';
import { isNames, type NamespaceSelection } from '../scope/scope-options.ts';
import type { ListWatch } from '../watcher/source.ts';
import { type Reflector, type ReflectorOptions, reflector } from './reflector.ts';

export interface SharedReflectorsOptions {
  /** How long a watch goes on after its last user released it, in milliseconds. Default 30,000. */
  readonly lingerMs?: number;
  readonly clock?: Clock;
}

/** One user's hold on a reflector that others may use too. Release it when done, and never close the reflector. */
export interface SharedReflector<K extends KubeObject> extends Disposable {
  readonly reflector: Reflector<K>;
  /** Idempotent. */
  release(): void;
}

type Selection = Pick<ReflectorOptions<KubeObject>, 'labelSelector' | 'fieldSelector'>;

interface Running {
  readonly reflector: Pick<Reflector<KubeObject>, 'status' | 'close'>;
  /** What releases each hold. */
  readonly users: Set<() => void>;
  linger?: Timer;
}

/**
 * One reflector for each server, resource, namespace, selection and shape, for as long as anybody uses it and
 * `lingerMs` longer. Sources may be added and released at any time.
 *
 * @example
 * await using shared = new SharedReflectors();
 * using pods = shared.use(Api.all(client, Pod));
 * await pods.reflector.ready();
 */
export class SharedReflectors implements AsyncDisposable {
  readonly #lingerMs: number;
  readonly #clock: Clock;
  readonly #running = new Map<string, Running>();

  constructor(options: SharedReflectorsOptions = {}) {
    this.#lingerMs = options.lingerMs ?? 30_000;
    this.#clock = options.clock ?? systemClock;
  }

  /** How many watches there are, those that linger included. */
  get size(): number {
    return this.#running.size;
  }

  /**
   * Shares the reflector of these objects, or starts it. It is the same one for the same selectors and the same
   * namespaces (an observable of them by identity), and the same shape (`codec` and `transform` by identity,
   * `metadataOnly`, `fields`, `keepManagedFields`). Indexes that it lacks
   * are added to it (see `Store.addIndexes`). All other options count only where it is started.
   *
   * @throws InvalidRequestError for a bad selector or option, or where an index of that name is another function.
   */
  use<K extends KubeObject>(source: ListWatch<K>, options: ReflectorOptions<K> = {}): SharedReflector<K> {
    const key = reflectorKey(source, options);
    const known = this.#running.get(key);
    const runs = known && known.reflector.status.phase !== 'stopped';
    const running: Running = runs ? known : { reflector: reflector(source, options), users: new Set() };
    // What one resource of one server has in one shape has one type, whoever asks.
    const shared = running.reflector as Reflector<K>;
    if (runs) shared.store.addIndexes(options);
    // One that stopped by itself is replaced. It may still linger.
    known?.linger?.cancel();
    this.#running.set(key, running);
    const release = (): void => {
      if (!running.users.delete(release) || running.users.size > 0 || this.#running.get(key) !== running)
        return;
      running.linger = this.#clock.schedule(this.#lingerMs, () => {
        this.#running.delete(key);
        void running.reflector.close();
      });
    };
    running.users.add(release);
    return { reflector: shared, release, [Symbol.dispose]: release };
  }

  /** Ends every watch, whoever uses it. */
  async close(): Promise<void> {
    const all = [...this.#running.values()];
    this.#running.clear();
    for (const { linger } of all) linger?.cancel();
    await Promise.all(all.map((running) => running.reflector.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function reflectorKey<K extends KubeObject>(source: ListWatch<K>, options: ReflectorOptions<K>): string {
  const { resource, namespace, codec } = source;
  const { labelSelector = '', fieldSelector = '', metadataOnly = false, keepManagedFields = false } = options;
  // A source without a client is a server of its own.
  const server = identityOf(source.client ?? source);
  const where = [server, apiVersionOf(resource), resource.plural, namespace ?? ''];
  const kept = options.fields && [...new Set(options.fields)].sort();
  const functions = [codec, options.transform].map((by) => by && identityOf(by));
  const shape = [metadataOnly, keepManagedFields, kept, functions];
  const selected = selectionKey({ labelSelector, fieldSelector });
  return JSON.stringify([where, scopeKey(options.namespaces), selected, shape]);
}

function selectionKey({ labelSelector = '', fieldSelector = '' }: Selection): unknown {
  const labels = LabelQuery.of(labelSelector).requirements.map(({ key, operator, values }) =>
    JSON.stringify([key, operator, values.toSorted()]),
  );
  const fields = FieldQuery.of(fieldSelector).requirements.map(({ field, operator, value }) =>
    JSON.stringify([field, operator, value]),
  );
  return [labels.sort(), fields.sort()];
}

function scopeKey(namespaces: NamespaceSelection | undefined): unknown {
  if (namespaces === undefined || namespaces === 'allowed') return namespaces ?? null;
  if (isObservable(namespaces)) return identityOf(namespaces);
  if (isNames(namespaces)) return [...new Set(namespaces)].sort();
  return { selected: selectionKey(namespaces) };
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A number that no other object or function has. */
function identityOf(of: object): number {
  const known = identities.get(of) ?? (lastIdentity += 1);
  identities.set(of, known);
  return known;
}
