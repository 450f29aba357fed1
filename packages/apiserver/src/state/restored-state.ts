// A saved state becomes one that the server can go back to. The file may have been written by anybody, so nothing that
// a request could not have brought gets in by it.

import { apiVersionOf, printable, resourceName } from '@kube-rx/core';
import { schemas } from '@kube-rx/k8s/schemas';
import { type JsonObject, stringAt, textAt } from '../json/json.ts';
import { definitionFaults } from '../kinds/definition/definition-faults.ts';
import { serveDefinition } from '../registry/serve-definition.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import { StatusError } from '../status-error.ts';
import type { Snapshot } from '../storage/history.ts';
import { SortedTree } from '../storage/sorted-tree.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { decodeCustom } from '../strategy/metadata.ts';
import { nameComplaints } from '../strategy/name-rules.ts';
import { UndecodableError } from '../types/complaints.ts';
import { decodeTyped } from '../types/decoder.ts';
import { jsonMismatch } from '../types/json-mismatch.ts';
import { kindIn, typeOf } from '../types/type-names.ts';
import { definitions, type ServerSnapshot, serveStored } from './snapshot.ts';
import { type SavedObject, type SavedState, StateFileError } from './state-file.ts';

/**
 * Serves the custom kinds of the state; `file` is what an error names.
 *
 * @throws StateFileError where the server could not have come to such a state. The kinds are as before then.
 */
export function restoredState(server: ServerContext, saved: SavedState, file: string): ServerSnapshot {
  const before = new Set(server.registry.stores.keys());
  try {
    return restored(server, saved);
  } catch (error) {
    for (const { resource, custom } of server.registry.resources)
      if (custom && !before.has(resourceName(resource))) server.registry.removeCustom(resource);
    serveStored(server, server.registry.stores.get(definitions)?.snapshot);
    const why = reasonOf(error);
    throw why === undefined ? error : new StateFileError(file, why, { cause: error });
  }
}

/** Why a state is refused. */
class ImpossibleState extends Error {}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof ImpossibleState) return error.message;
  if (error instanceof StatusError) return `a definition in it is refused: ${printable(error.message)}`;
  // As for a request whose body overflows the stack.
  return error instanceof RangeError ? 'an object in it is nested too deeply' : undefined;
}

function restored(server: ServerContext, { revision, objects }: SavedState): ServerSnapshot {
  const byStore = Map.groupBy(objects, ({ store }) => store);
  for (const { object } of byStore.get(definitions) ?? []) {
    const [fault] = definitionFaults(object, undefined);
    const why = fault && printable(`${fault.field}: ${fault.message}`, 300);
    if (why !== undefined) throw new ImpossibleState(`a definition in it is refused: ${why}`);
    serveDefinition(server, object);
  }
  const stores = [...byStore].map(([name, saved]) => {
    const store = server.registry.stores.get(name);
    const served = server.registry.resources.find((one) => one.store === store);
    if (!store || !served) throw new ImpossibleState(`this server has no ${printable(name, 100)}`);
    return [name, treeOf(saved, served, revision)] as const;
  });
  return { revision, stores: new Map(stores) };
}

function treeOf(saved: readonly SavedObject[], served: ServedResource, revision: number): Snapshot {
  return saved.reduce((tree, { store: name, object }) => {
    const version = stringAt(object, 'metadata', 'resourceVersion') ?? '';
    const written = /^\d{1,16}$/.test(version) ? Number(version) : 0;
    const decoded = decodedObject(object, served);
    const stored = StoredObject.from(decoded.object, written, served.store.codec);
    const what = `${printable(name, 100)} ${JSON.stringify(printable(stored.key, 100))}`;
    if (stored.name === '' || written < 1 || written > revision)
      throw new ImpossibleState(`${what} has no name or no version`);
    if (!isInPlace(stored, served) || !isOfKind(object, served))
      throw new ImpossibleState(`${what} cannot be one of them`);
    if (decoded.why !== undefined) throw new ImpossibleState(`${what} is none: ${decoded.why}`);
    if (tree.get(stored.key)) throw new ImpossibleState(`${what} is there twice`);
    return tree.set(stored.key, stored);
  }, SortedTree.empty<StoredObject>());
}

// In the version in which such objects are stored now, or in one in which they may have been.
function isOfKind(object: JsonObject, { resource, custom, storageVersion }: ServedResource): boolean {
  const { kind, group } = resource;
  const apiVersion = textAt(object, 'apiVersion');
  const { version } = kindIn(apiVersion, kind);
  if (textAt(object, 'kind') !== kind) return false;
  if (apiVersion === storageVersion) return true;
  if (apiVersion !== apiVersionOf({ group, version })) return false;
  if (custom) return nameComplaints('label', version, {}).length === 0;
  return schemas(typeOf({ group, version, kind })) !== undefined;
}

/** The object as its type holds it; `why` not, where a value is of another type. */
function decodedObject(
  object: JsonObject,
  { resource, custom }: ServedResource,
): { readonly object: JsonObject; readonly why?: string } {
  const { kind } = resource;
  const type = typeOf(kindIn(textAt(object, 'apiVersion'), kind));
  try {
    const decoded = custom ? decodeCustom(object, kind) : decodeTyped(type, object, jsonMismatch);
    // What is as it was saved needs no other form.
    return { object: decoded.unknown.length === 0 ? object : decoded.object };
  } catch (error) {
    if (error instanceof UndecodableError) return { object, why: printable(error.message, 300) };
    throw error;
  }
}

function isInPlace({ name, namespace }: StoredObject, { resource }: ServedResource): boolean {
  if (nameComplaints('segment', name, {}).length > 0) return false;
  if (resource.scope === 'Cluster') return namespace === '';
  return nameComplaints('label', namespace, {}).length === 0;
}
