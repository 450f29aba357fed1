// Definitions have consequences: a stored CustomResourceDefinition becomes a served kind once it has its names, and
// takes the kind along when it goes.

import { type JsonObject, jsonEquals, objectAt, textAt, valueAt } from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import { serveDefinition } from '../registry/serve-definition.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext, Write } from '../server-context.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { timestamp } from '../timestamp.ts';
import type { Controller } from './controller.ts';
import { endDefinition, objectGone } from './definition-end.ts';
import { acceptedNames, definitionStatus, putStatus, takenNames } from './definition-status.ts';

export const definitionController: Controller = {
  afterWrite(server, write) {
    const { group, plural } = write.served.resource;
    if (plural === 'customresourcedefinitions' && group === 'apiextensions.k8s.io')
      followDefinition(server, write);
    else if (write.deleted && write.served.custom) objectGone(server, write.served);
  },
};

/** Serves, goes on serving, or takes down the kind of a definition that has just been written. */
function followDefinition(server: ServerContext, { served, stored: written, deleted }: Write): void {
  const object = written.object;
  if (deleted) {
    withdraw(server, object);
    settleOthers(server, served, object);
  } else if (written.terminating) {
    serveDefinition(server, object);
    endDefinition(server, served, written);
  } else if (settle(server, served, written)) settleOthers(server, served, object);
}

/** Gives a definition its status, and serves what it then defines. True where it has other names now. */
function settle(server: ServerContext, served: ServedResource, written: StoredObject): boolean {
  const object = written.object;
  const taken = takenNames(namesOfOthers(served, object));
  const status = definitionStatus(object, taken, timestamp(server));
  const changed = !jsonEquals(status, valueAt(object, 'status'));
  const next = { ...object, status };
  if (changed) putStatus(server, served, { live: object, next });
  serveDefinition(server, next);
  return !jsonEquals(acceptedNames(object), acceptedNames(next));
}

/** Names have become free, or are taken: the other definitions of the group may have to wait no longer, or to. */
function settleOthers(server: ServerContext, served: ServedResource, object: JsonObject): void {
  // Each round gives a definition a name that it asked for, of which there are so many.
  let again = true;
  while (again) {
    again = false;
    for (const stored of othersOf(served, object))
      if (!stored.terminating && namesOf(stored).waits && settle(server, served, stored)) again = true;
  }
}

function othersOf({ store }: ServedResource, object: JsonObject): StoredObject[] {
  const name = textAt(object, 'metadata', 'name');
  const group = `.${textAt(object, 'spec', 'group')}`;
  const all = Array.from(store.snapshot.entries(), ([, stored]) => stored);
  // A definition is called by its plural, which has no dots, and its group.
  return all.filter((one) => one.name !== name && one.name.slice(one.name.indexOf('.')) === group);
}

interface Names {
  readonly accepted: JsonObject;
  /** For names that it asks for and has not. */
  readonly waits: boolean;
}

// A group may have many definitions, and they are long.
const namesOf = oncePer(({ object }: StoredObject): Names => {
  const accepted = acceptedNames(object);
  return { accepted, waits: !jsonEquals(objectAt(object, 'spec', 'names'), accepted) };
});

function namesOfOthers(served: ServedResource, object: JsonObject): JsonObject[] {
  return othersOf(served, object).map((stored) => namesOf(stored).accepted);
}

function withdraw({ registry, watches }: ServerContext, object: JsonObject): void {
  const spec = objectAt(object, 'spec');
  const resource = { group: textAt(spec, 'group'), plural: textAt(spec, 'names', 'plural') };
  const store = registry.customStore(resource);
  if (!store) return;
  for (const [, stored] of store.snapshot.entries()) store.remove(stored);
  for (const stream of watches) if (stream.store === store) stream.finish();
  registry.removeCustom(resource);
}
