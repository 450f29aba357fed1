// What a case is about: something that keeps itself like the server. A cache, or a consumer of a watcher's events.

import type { Api } from '@kube-rx/client';
import type { ConfigMap } from '@kube-rx/k8s';
import {
  ObjectWatcherEvent,
  type Reflector,
  type ReflectorOptions,
  reflector,
  type WatcherOptions,
  type WatcherStatus,
  watcher,
} from '@kube-rx/runtime';
import { History } from './history.ts';

export interface View {
  readonly history: History;
  readonly status: WatcherStatus;
  /** Each object by {@link identify}. */
  held(): string[];
  /** The version of an object by its name. */
  versionOf(name: string): string | undefined;
  close(): Promise<void>;
}

export interface ViewOptions {
  readonly onTrouble: (message: string) => void;
}

/** What two views of the same objects have alike. */
export function identify({ metadata, data }: ConfigMap): string {
  return `${metadata.name}@${metadata.resourceVersion}:${metadata.uid}:${JSON.stringify(data)}`;
}

export class CacheView implements View {
  readonly history = new History();
  readonly cache: Reflector<ConfigMap>;

  constructor(api: Api<ConfigMap>, { onTrouble, ...options }: ViewOptions & ReflectorOptions<ConfigMap>) {
    const cache = reflector(api, options);
    this.cache = cache;
    cache.changes$.subscribe(({ type, key, encoded, object }) => {
      const { uid, resourceVersion: version } = encoded;
      const { epoch } = cache.status;
      this.history.note({ type, key, uid, version, epoch, content: identify(object) });
    });
    cache.status$.subscribe(({ lastError }) => {
      if (lastError) onTrouble(lastError.message);
    });
  }

  get status(): WatcherStatus {
    return this.cache.status;
  }

  held(): string[] {
    return Array.from(this.cache.store.entries(), ([, { object }]) => identify(object));
  }

  versionOf(name: string): string | undefined {
    for (const [, { object }] of this.cache.store.entries())
      if (object.metadata.name === name) return object.metadata.resourceVersion;
    return undefined;
  }

  close(): Promise<void> {
    return this.cache.close();
  }
}

/** Takes each event at its word, and has no store by which the watcher could know what is a repetition. */
export class EventsView implements View {
  readonly history = new History();
  #objects = new Map<string, ConfigMap>();
  #initial = new Map<string, ConfigMap>();
  #status: WatcherStatus | undefined;
  readonly #close: () => void;

  constructor(api: Api<ConfigMap>, { onTrouble, ...options }: ViewOptions & WatcherOptions) {
    const onStatus = (status: WatcherStatus): void => {
      this.#status = status;
      if (status.lastError) onTrouble(status.lastError.message);
    };
    const subscription = watcher(api, { ...options, onStatus }).subscribe((event) => {
      if (event.type === 'Init') this.#initial = new Map();
      if (event.type === 'InitDone') this.#objects = this.#initial;
      if (!(event instanceof ObjectWatcherEvent)) return;
      const { object } = event;
      const { name } = object.metadata;
      if (event.type === 'InitApply') this.#initial.set(name, object);
      if (event.type === 'Apply') this.#objects.set(name, object);
      if (event.type === 'Delete') this.#objects.delete(name);
    });
    this.#close = () => subscription.unsubscribe();
  }

  get status(): WatcherStatus {
    if (!this.#status) throw new Error('no status yet');
    return this.#status;
  }

  held(): string[] {
    return Array.from(this.#objects.values(), identify);
  }

  versionOf(name: string): string | undefined {
    return this.#objects.get(name)?.metadata.resourceVersion;
  }

  close(): Promise<void> {
    this.#close();
    return Promise.resolve();
  }
}
