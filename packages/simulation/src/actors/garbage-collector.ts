// Deletes what no owner is left of, and lets go what waits for its dependents.
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
 * is gone, or another object has the owner's name by now. One that is deleted in the foreground goes after its dependents.
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
          if (isForeground(object)) await letGo(acting, kinds, { kind, object });
          else if (await isGarbage(acting, kinds, object)) await collect(acting, kind, object);
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

const foreground = 'foregroundDeletion';

function isForeground({ metadata }: DynamicObject): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(foreground) === true;
}

/** Deletes the dependents of an object, and once there are none, lets the object go. */
async function letGo(
  acting: Acting,
  kinds: Kinds,
  { kind, object }: { readonly kind: Resource<DynamicObject>; readonly object: DynamicObject },
): Promise<void> {
  const { name, namespace, uid, finalizers = [], resourceVersion } = object.metadata;
  const dependents = kinds.flatMap((each) =>
    acting.list(each).flatMap((one) => {
      const isDependent = one.metadata.ownerReferences?.some((owner) => owner.uid === uid) === true;
      return isDependent ? [{ kind: each, object: one }] : [];
    }),
  );
  for (const dependent of dependents)
    if (dependent.object.metadata.deletionTimestamp === undefined)
      await collect(acting, dependent.kind, dependent.object);
  if (dependents.length > 0) return;
  const rest = finalizers.filter((one) => one !== foreground);
  const patch = { metadata: { uid, resourceVersion, finalizers: rest } };
  await tolerant(apiIn(acting, kind, namespace).patch.merge(name, patch));
}

async function collect(acting: Acting, kind: Resource<DynamicObject>, object: DynamicObject): Promise<void> {
  await tolerant(apiIn(acting, kind, object.metadata.namespace).delete(object));
}

/** It may be gone, have changed, or another object may have its name: the cache tells, and it is looked at again. */
async function tolerant(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
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
