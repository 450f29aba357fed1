// Definitions have consequences: a stored CustomResourceDefinition becomes a served kind, and takes it along when it
// goes.

import { withOwners } from '../apply/ownership.ts';
import {
  type JsonObject,
  jsonEquals,
  objectAt,
  objectsAt,
  stringsAt,
  textAt,
  valueAt,
} from '../json/json.ts';
import { cleanup, storageVersionIn } from '../kinds/custom-resource-definition.ts';
import { definedKind } from '../registry/defined-kind.ts';
import type { KindDefinition } from '../registry/registry.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext, Write } from '../server-context.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { timestamp } from '../timestamp.ts';
import type { Controller } from './controller.ts';

export const definitionController: Controller = {
  afterWrite(server, write) {
    const { group, plural } = write.served.resource;
    if (plural === 'customresourcedefinitions' && group === 'apiextensions.k8s.io')
      followDefinition(server, write);
  },
};

/** Serves, goes on serving, or takes down the kind of a definition that has just been written. */
function followDefinition(server: ServerContext, { served, stored: written, deleted }: Write): void {
  const object = written.object;
  const definition = definedKind(object);
  if (!definition) return;
  const { store } = served;
  const ends = deleted || written.terminating;
  if (ends) withdraw(server, definition);
  else server.registry.setCustom(definition);
  const stored = store.get(written.key);
  if (!stored) return;
  if (ends) {
    release(served, stored);
    return;
  }
  const status = establishedStatus(server, object);
  if (jsonEquals(status, valueAt(object, 'status'))) return;
  const ownership = { kind: 'update', manager: 'kube-apiserver' } as const;
  const live = stored.object;
  const next = { ...live, status };
  store.put(withOwners(server, served, { live, next, ownership, part: 'status' }), 'owed');
}

/** Serves the kind of a definition as it stands, which was established before. */
export function serveDefinition({ registry }: ServerContext, object: JsonObject): void {
  const definition = definedKind(object);
  if (definition) registry.setCustom(definition);
}

function withdraw({ registry, watches }: ServerContext, { versions }: KindDefinition): void {
  const first = versions[0]?.resource;
  const served = first && registry.find(first.group, first.version, first.plural);
  if (!served?.custom) return;
  for (const [, stored] of served.store.snapshot.entries()) served.store.remove(stored);
  for (const stream of watches) if (stream.store === served.store) stream.finish();
  registry.removeCustom(served.resource);
}

// Nothing holds the definition up any more.
function release({ store }: ServedResource, stored: StoredObject): void {
  const object = stored.object;
  const metadata = objectAt(object, 'metadata');
  const finalizers = stringsAt(metadata, 'finalizers').filter((one) => one !== cleanup);
  if (finalizers.length === 0) store.remove(stored);
  else store.put({ ...object, metadata: { ...metadata, finalizers } }, 'owed');
}

const conditions = [
  { type: 'NamesAccepted', reason: 'NoConflicts', message: 'no conflicts found' },
  { type: 'Established', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
];

function establishedStatus(server: ServerContext, object: JsonObject): JsonObject {
  const old = objectAt(object, 'status');
  const had = objectsAt(old, 'conditions');
  const now = timestamp(server);
  const stored = new Set([...stringsAt(old, 'storedVersions'), textAt(storageVersionIn(object), 'name')]);
  return {
    // In the order of the Go struct, in which the real server prints them.
    conditions: conditions.map(
      ({ type, ...why }) =>
        had.find((one) => one['type'] === type) ?? { type, status: 'True', lastTransitionTime: now, ...why },
    ),
    acceptedNames: objectAt(object, 'spec', 'names'),
    storedVersions: [...stored],
  };
}
