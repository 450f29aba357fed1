// Namespaces that always exist, and the end of those that are deleted.
// https://kubernetes.io/docs/tasks/administer-cluster/namespaces/

import { writeNow } from '../admission/write-now.ts';
import { stringsAt, textAt } from '../json/json.ts';
import type { ServerContext } from '../server-context.ts';
import { createObject } from '../strategy/create.ts';
import { deleteObject, removeObject } from '../strategy/delete.ts';
import { ownWrite } from '../strategy/write-options.ts';
import type { Controller } from './controller.ts';

export const namespaceController: Controller = {
  start: createInitialNamespaces,
  afterWrite(server, { served, stored, deleted }) {
    // What ends a namespace: its own deletion, and the deletion of the last object that held it up.
    const isNamespace = served.resource.group === '' && served.resource.plural === 'namespaces';
    const name = isNamespace ? stored.name : stored.namespace;
    const ends = isNamespace ? stored.terminating && !deleted : deleted;
    if (name !== '' && ends) server.clock.schedule(0, () => sweepNamespace(server, name));
  },
  resume(server, { store, object }) {
    const name = textAt(object, 'metadata', 'name');
    if (store === 'namespaces') server.clock.schedule(0, () => sweepNamespace(server, name));
  },
};

const initialNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

function createInitialNamespaces(server: ServerContext): void {
  const namespaces = server.registry.find('', 'v1', 'namespaces');
  if (!namespaces) return;
  const ownership = { kind: 'update', manager: 'kube-apiserver' } as const;
  const write = { ...ownWrite(), ownership, namespace: '' };
  for (const name of initialNamespaces)
    if (!namespaces.store.get(name))
      writeNow(createObject(server, namespaces, { ...write, object: { metadata: { name } } }));
}

/**
 * Does what the namespace controller of a cluster does: deletes what a terminating namespace holds, then the
 * namespace. Objects with finalizers hold it up until they are gone.
 */
function sweepNamespace(server: ServerContext, name: string): void {
  const namespaces = server.registry.find('', 'v1', 'namespaces');
  const namespace = namespaces?.store.get(name);
  if (!namespaces || !namespace?.terminating) return;
  const byStore = new Map(server.registry.resources.map((served) => [served.store, served]));
  const kinds = [...byStore.values()].filter(({ resource }) => resource.scope === 'Namespaced');
  for (const served of kinds)
    for (const { key } of served.store.objectsIn(name)) {
      const stored = served.store.get(key);
      if (stored) writeNow(deleteObject(server, served, { dryRun: false, gracePeriodSeconds: 0, stored }));
    }
  if (kinds.some(({ store }) => !store.objectsIn(name).next().done)) return;
  const object = namespace.object;
  const finalizers = stringsAt(object, 'spec', 'finalizers').filter((one) => one !== 'kubernetes');
  if (finalizers.length > 0 || stringsAt(object, 'metadata', 'finalizers').length > 0) return;
  removeObject(server, namespaces, namespace);
}
