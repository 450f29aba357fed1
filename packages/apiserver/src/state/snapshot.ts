// The state of a whole server at one moment. Costs nothing to take: objects are never changed in place.

import { serveDefinition } from '../registry/serve-definition.ts';
import type { ServerContext } from '../server-context.ts';
import type { Snapshot } from '../storage/history.ts';
import { SortedTree } from '../storage/sorted-tree.ts';

export const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

/** Opaque: only to be handed to `restore` of the same server. */
export interface ServerSnapshot {
  readonly revision: number;
  /** By the name of their resource, as `deployments.apps`. */
  readonly stores: ReadonlyMap<string, Snapshot>;
}

export function takeSnapshot({ registry, revisions }: ServerContext): ServerSnapshot {
  const stores = new Map([...registry.stores].map(([name, store]) => [name, store.snapshot]));
  return { revision: revisions.current, stores };
}

/** Ends all watches. The custom kinds are those of the snapshot; kinds that it does not name are empty then. */
export function restoreSnapshot(server: ServerContext, { revision, stores }: ServerSnapshot): void {
  const { registry, revisions, watches } = server;
  for (const watch of watches) watch.close();
  revisions.reset(revision);
  for (const { resource, store, custom } of registry.resources)
    if (custom) {
      store.reload(SortedTree.empty());
      registry.removeCustom(resource);
    }
  serveStored(server, stores.get(definitions));
  for (const [name, store] of registry.stores) store.reload(stores.get(name) ?? SortedTree.empty());
}

/** Serves the kinds of definitions as they are stored. */
export function serveStored(server: ServerContext, stored: Snapshot | undefined): void {
  for (const [, { object }] of stored?.entries() ?? []) serveDefinition(server, object);
}
