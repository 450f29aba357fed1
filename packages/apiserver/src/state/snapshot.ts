// The state of a whole server at one moment. Costs nothing to take: objects are never changed in place.

import type { ServerContext } from '../server-context.ts';
import type { Snapshot } from '../storage/history.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import { SortedTree } from '../storage/sorted-tree.ts';
import { writeStateFile } from './state-file.ts';

/** Opaque: only to be handed to `restore` of the same server. */
export interface ServerSnapshot {
  readonly revision: number;
  readonly stores: readonly { readonly store: ResourceStore; readonly objects: Snapshot }[];
}

export function takeSnapshot({ registry, revisions }: ServerContext): ServerSnapshot {
  const stores = registry.stores.map((store) => ({ store, objects: store.snapshot }));
  return { revision: revisions.current, stores };
}

/** Ends all watches; kinds that the snapshot does not name are empty then. */
export function restoreSnapshot(
  { registry, revisions, watches }: ServerContext,
  { revision, stores }: ServerSnapshot,
): void {
  for (const watch of watches) watch.close();
  revisions.reset(revision);
  const known = new Map(stores.map(({ store, objects }) => [store, objects]));
  for (const store of registry.stores) store.reload(known.get(store) ?? SortedTree.empty());
}

export async function saveSnapshot({ registry, revisions }: ServerContext, file: string): Promise<void> {
  const stores = registry.namedStores.map(([name, { snapshot }]) => ({ name, snapshot }));
  await writeStateFile(file, {
    revision: revisions.current,
    count: stores.reduce((sum, { snapshot }) => sum + snapshot.size, 0),
    objects: savedObjects(stores),
  });
}

function* savedObjects(
  stores: readonly { readonly name: string; readonly snapshot: Snapshot }[],
): Generator<{ store: string; bytes: Uint8Array }, undefined, undefined> {
  for (const { name, snapshot } of stores)
    for (const [, { bytes }] of snapshot.entries()) yield { store: name, bytes };
  return undefined;
}
