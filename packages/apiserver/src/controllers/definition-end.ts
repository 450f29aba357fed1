// The end of a definition that is deleted: its objects go first, and those with finalizers hold it up.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/controller/finalizer/crd_finalizer.go

import { writeNow } from '../admission/write-now.ts';
import { type JsonObject, objectAt, stringsAt, textAt } from '../json/json.ts';
import { cleanup, type Termination, withTermination } from '../kinds/definition/termination.ts';
import { isEstablished } from '../kinds/definition/versions.ts';
import { serveDefinition } from '../registry/serve-definition.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { deleteObject, removeObject } from '../strategy/delete.ts';
import { timestamp } from '../timestamp.ts';
import { putStatus } from './definition-status.ts';

const inProgress: Termination = {
  status: 'True',
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
};

const completed: Termination = {
  status: 'False',
  reason: 'InstanceDeletionCompleted',
  message: 'removed all instances',
};

const neverEstablished: Termination = {
  status: 'False',
  reason: 'NeverEstablished',
  message: 'resource was never established',
};

/** Deletes the objects of a definition that is being deleted, and lets it go once they have gone. */
export function endDefinition(server: ServerContext, served: ServedResource, stored: StoredObject): void {
  const { key, object } = stored;
  if (!awaitsObjects(stored)) return;
  const begun = withTermination(object, inProgress, timestamp(server));
  if (begun !== object) putStatus(server, served, { live: object, next: begun });
  serveDefinition(server, begun);
  const kind = kindOf(server, object);
  for (const [name, { terminating }] of kind?.store.snapshot.entries() ?? []) {
    const one = terminating ? undefined : kind?.store.get(name);
    if (kind && one)
      writeNow(deleteObject(server, kind, { dryRun: false, gracePeriodSeconds: 0, stored: one }));
  }
  complete(server, served, key);
}

/** An object of the kind has gone, which may have been the last one that its definition waited for. */
export function objectGone(server: ServerContext, { resource, store }: ServedResource): void {
  if (store.size > 0) return;
  const definitions = server.registry.find('apiextensions.k8s.io', 'v1', 'customresourcedefinitions');
  if (definitions) complete(server, definitions, `${resource.plural}.${resource.group}`);
}

function complete(server: ServerContext, served: ServedResource, key: string): void {
  const stored = served.store.get(key);
  if (!stored || !awaitsObjects(stored)) return;
  const { object } = stored;
  if ((kindOf(server, object)?.store.size ?? 0) > 0) return;
  const termination = isEstablished(object) ? completed : neverEstablished;
  const ended = withTermination(object, termination, timestamp(server));
  const metadata = objectAt(object, 'metadata');
  const finalizers = stringsAt(metadata, 'finalizers').filter((one) => one !== cleanup);
  if (finalizers.length === 0) {
    removeObject(server, served, stored);
    return;
  }
  const next = { ...ended, metadata: { ...metadata, finalizers } };
  putStatus(server, served, { live: object, next });
  serveDefinition(server, next);
}

function awaitsObjects({ terminating, object }: StoredObject): boolean {
  return terminating && stringsAt(object, 'metadata', 'finalizers').includes(cleanup);
}

function kindOf({ registry }: ServerContext, object: JsonObject): ServedResource | undefined {
  const [group, plural] = [textAt(object, 'spec', 'group'), textAt(object, 'spec', 'names', 'plural')];
  if (!isEstablished(object)) return undefined;
  return registry.resources.find(
    ({ resource, custom }) => custom && resource.group === group && resource.plural === plural,
  );
}
