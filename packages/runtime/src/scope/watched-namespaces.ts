// The names of the namespaces that a selection has, as they come and go.

import { Api, type Client } from '@kube-rx/client';
import { defineResource, FieldQuery, InvalidRequestError, type KubeObject, LabelQuery } from '@kube-rx/core';
import { Observable } from 'rxjs';
import { createStore } from '../reflector/store.ts';
import { WatcherDriver } from '../watcher/driver.ts';
import type { ResolvedWatcherOptions } from '../watcher/options.ts';
import type { WatcherStatus } from '../watcher/status.ts';
import type { NamespaceSelection } from './scope-options.ts';

const Namespace = defineResource<KubeObject>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  scope: 'Cluster',
});

export interface NamespaceWatchOptions {
  readonly selection: Extract<NamespaceSelection, { readonly labelSelector?: unknown }>;
  /** How to watch them: as what is held of them. */
  readonly options: ResolvedWatcherOptions;
  readonly onStatus: (status: WatcherStatus) => void;
}

/** Tells all names whenever they change; cold, and endless. @throws InvalidRequestError at once for a bad selector. */
export function watchedNamespaces(
  client: Client,
  { selection, options, onStatus }: NamespaceWatchOptions,
): Observable<readonly string[]> {
  const resolved: ResolvedWatcherOptions = {
    ...options,
    labelSelector: LabelQuery.of(selection.labelSelector ?? ''),
    fieldSelector: FieldQuery.of(selection.fieldSelector ?? ''),
    metadataOnly: true,
    keepManagedFields: false,
    stopOn: () => false,
    onStatus,
  };
  return new Observable((subscriber) => {
    const { store, writer } = createStore<KubeObject>();
    const driver = new WatcherDriver<KubeObject>(Api.all(client, Namespace), resolved, {
      next: (event) => {
        const before = store.size;
        writer.apply(event);
        // One event at a time changes the names only with their number.
        if (event.type === 'InitDone' || store.size !== before) subscriber.next([...store.keys()]);
      },
      borrows: true,
      error: (error) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
    driver.start();
    return () => {
      driver.close();
      writer.close();
    };
  });
}

/** @throws InvalidRequestError where the source is of no `Client`. */
export function clientOf(source: { readonly client?: object }): Client {
  if (isClient(source.client)) return source.client;
  throw new InvalidRequestError(
    'to find namespaces, a cache needs a source that has a client, as an Api has',
  );
}

// By what is needed of it, not by its class, of which a program may have loaded two.
function isClient(client: object | undefined): client is Client {
  return client !== undefined && 'requestBytes' in client && 'openEncoded' in client && 'codec' in client;
}
