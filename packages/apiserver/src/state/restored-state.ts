// A saved state becomes one that the server can go back to.

import { serveDefinition } from '../controllers/definitions.ts';
import { stringAt } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import type { Snapshot } from '../storage/history.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import { SortedTree } from '../storage/sorted-tree.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { definitions, type ServerSnapshot } from './snapshot.ts';
import { type SavedObject, type SavedState, StateFileError } from './state-file.ts';

/** Serves the custom kinds of the state; `file` is what an error names. */
export function restoredState(
  server: ServerContext,
  { revision, objects }: SavedState,
  file: string,
): ServerSnapshot {
  const byStore = Map.groupBy(objects, ({ store }) => store);
  for (const { object } of byStore.get(definitions) ?? []) serveDefinition(server, object);
  const stores = [...byStore].map(([name, saved]) => {
    const store = server.registry.stores.get(name);
    if (!store) throw new StateFileError(file, `this server has no ${name}`);
    return [name, treeOf(saved, { store, revision, file })] as const;
  });
  return { revision, stores: new Map(stores) };
}

function treeOf(
  saved: readonly SavedObject[],
  { store, revision, file }: { store: ResourceStore; revision: number; file: string },
): Snapshot {
  return saved.reduce((tree, { store: name, object }) => {
    const written = Number(stringAt(object, 'metadata', 'resourceVersion'));
    const stored = StoredObject.from(object, written, store.codec);
    if (stored.name === '' || !(Number.isInteger(written) && written >= 1 && written <= revision))
      throw new StateFileError(file, `${name} ${JSON.stringify(stored.key)} has no name or no version`);
    return tree.set(stored.key, stored);
  }, SortedTree.empty<StoredObject>());
}
