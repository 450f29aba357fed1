// A cache that is as late as a test wants: a store that is written by hand, and the status of its watch.

import type { KubeObject } from '@kube-rx/core';
import { DecodedObject } from '@kube-rx/core/encoding';
import { createStore, ObjectWatcherEvent, type StoreWriter, type WatcherStatus } from '@kube-rx/runtime';
import { BehaviorSubject } from 'rxjs';
import { ReflectorView, type ReflectorViewOptions } from '../../src/consistency/reflector-view.ts';

const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap' } as const;

export const live: WatcherStatus = {
  phase: 'live',
  mode: 'list',
  synced: true,
  epoch: 0,
  since: 0,
  attempt: 0,
  counters: { lists: 1, watches: 1, relists: 0, expired: 0, duplicates: 0, skipped: 0, violations: 0 },
};

export interface StateOptions {
  readonly uid?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly isMarked?: boolean;
  readonly namespace?: string;
}

/** An object at a version. */
export function state(name: string, resourceVersion: string, options: StateOptions = {}): KubeObject {
  const { uid = `uid-of-${name}`, labels, isMarked, namespace = 'shop' } = options;
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      ...(labels && { labels }),
      ...(isMarked && { deletionTimestamp }),
    },
  };
}

export class LateCache {
  readonly view: ReflectorView;
  readonly #writer: StoreWriter<KubeObject>;
  readonly #status$ = new BehaviorSubject<WatcherStatus>(live);
  #newestObject: string | undefined;

  constructor(options: Partial<ReflectorViewOptions> = {}) {
    const { store, writer } = createStore<KubeObject>();
    const status$ = this.#status$;
    const status = (): WatcherStatus => {
      const newestObject = this.#newestObject;
      return { ...status$.value, ...(newestObject !== undefined && { newestObject }) };
    };
    this.#writer = writer;
    const reflector = {
      store,
      status$,
      get status() {
        return status();
      },
    };
    this.view = new ReflectorView({ cluster: '', resource: configMaps, reflector, ...options });
  }

  /** The first list, or one more. */
  list(version: string, ...objects: readonly KubeObject[]): this {
    this.#writer.apply({ type: 'Init' });
    const versions = objects.map(({ metadata }) => Number(metadata.resourceVersion));
    this.#newestObject = objects.length > 0 ? String(Math.max(...versions)) : undefined;
    for (const object of objects)
      this.#writer.apply(new ObjectWatcherEvent('InitApply', DecodedObject.from(object)));
    this.#writer.apply({ type: 'InitDone', resourceVersion: version });
    return this;
  }

  apply(object: KubeObject): this {
    this.#newestObject = object.metadata.resourceVersion;
    this.#writer.apply(new ObjectWatcherEvent('Apply', DecodedObject.from(object)));
    return this;
  }

  delete(object: KubeObject): this {
    this.#newestObject = object.metadata.resourceVersion;
    this.#writer.apply(new ObjectWatcherEvent('Delete', DecodedObject.from(object)));
    return this;
  }

  bookmark(resourceVersion: string): this {
    this.#writer.apply({ type: 'Bookmark', resourceVersion });
    return this;
  }

  become(status: Partial<WatcherStatus>): this {
    this.#status$.next({ ...live, ...status });
    return this;
  }

  /** Whether somebody listens. */
  get isWatched(): boolean {
    return this.#status$.observed;
  }
}
