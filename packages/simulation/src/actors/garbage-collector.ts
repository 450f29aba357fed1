// Deletes what no owner is left of, in the background.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/garbagecollector/garbagecollector.go

import { Api } from '@kube-rx/client';
import {
  apiVersionOf,
  type DynamicObject,
  defineResource,
  isConflict,
  isNotFound,
  type OwnerReference,
  type Resource,
} from '@kube-rx/core';
import { type Acting, actor, type StartActor } from './actor.ts';

/**
 * A garbage collector of these resources, which must have the owners among them. An object goes when each of its owners
 * is gone, or another object has the owner's name by now; what is foreground for the real one is background here.
 *
 * @example await simulate({ seed: 42, actors: [garbageCollector([ConfigMap, Deployment])] });
 */
export function garbageCollector(resources: readonly Resource[]): StartActor {
  const kinds = resources.map((resource) => defineResource(resource));
  return actor({
    name: 'garbage-collector',
    resources: kinds,
    delayMs: { min: 100, max: 5000 },
    act: async (acting) => {
      for (const kind of kinds)
        for (const object of acting.list(kind))
          if (await isGarbage(acting, kinds, object)) await collect(acting, kind, object);
    },
  });
}

type Kinds = readonly Resource<DynamicObject>[];

async function isGarbage(acting: Acting, kinds: Kinds, { metadata }: DynamicObject): Promise<boolean> {
  const { ownerReferences = [], deletionTimestamp, namespace } = metadata;
  if (ownerReferences.length === 0 || deletionTimestamp !== undefined) return false;
  for (const owner of ownerReferences) {
    const kind = kinds.find((each) => apiVersionOf(each) === owner.apiVersion && each.kind === owner.kind);
    if (!kind || (await isThere(acting, kind, { owner, namespace }))) return false;
  }
  return true;
}

interface Owner {
  readonly owner: OwnerReference;
  readonly namespace: string | undefined;
}

/** The cache may be behind: that an owner is gone, the server itself must say. */
async function isThere(
  acting: Acting,
  kind: Resource<DynamicObject>,
  { owner, namespace }: Owner,
): Promise<boolean> {
  if (acting.list(kind).some(({ metadata }) => metadata.uid === owner.uid)) return true;
  const found = await apiIn(acting, kind, namespace).getOptional(owner.name);
  return found?.metadata.uid === owner.uid;
}

async function collect(acting: Acting, kind: Resource<DynamicObject>, object: DynamicObject): Promise<void> {
  try {
    await apiIn(acting, kind, object.metadata.namespace).delete(object);
  } catch (error) {
    // It is gone, or another object has its name.
    if (!isNotFound(error) && !isConflict(error)) throw error;
  }
}

function apiIn(
  { client }: Acting,
  kind: Resource<DynamicObject>,
  namespace: string | undefined,
): Api<DynamicObject> {
  const all = Api.all(client, kind);
  return kind.scope === 'Cluster' || namespace === undefined ? all : all.inNamespace(namespace);
}
