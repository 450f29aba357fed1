// Lets go of claims, volumes and classes of attributes that are deleted, once nothing uses them.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/controller/volume (pvcprotection, pvprotection, vacprotection)

import { objectKey } from '@kube-rx/core';
import { objectAt, objectsAt, stringsAt, textAt, withKey } from '../json/json.ts';
import { attributesProtection, claimProtection, volumeProtection } from '../kinds/in-use-protection.ts';
import { oncePer } from '../once-per.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext, Write } from '../server-context.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { isHeld, removeObject } from '../strategy/delete.ts';
import type { Controller } from './controller.ts';

export const storageProtectionController: Controller = {
  afterWrite(server, write) {
    const { group, plural } = write.served.resource;
    const act = actions[group === '' ? plural : `${plural}.${group}`];
    act?.(server, write);
  },
};

const actions: Readonly<Record<string, (server: ServerContext, write: Write) => void>> = {
  pods(server, { stored, deleted }) {
    const claims = server.registry.find('', 'v1', 'persistentvolumeclaims');
    if (!deleted || !claims || claims.store.snapshot.size === 0) return;
    for (const name of claimsOf(stored)) {
      const claim = claims.store.get(objectKey(name, stored.namespace));
      if (claim) releaseClaim(server, claims, claim);
    }
  },
  persistentvolumeclaims(server, { served, stored, deleted }) {
    if (!deleted) releaseClaim(server, served, stored);
    releaseAttributes(server);
  },
  persistentvolumes(server, { served, stored, deleted }) {
    const isFree = stored.terminating && textAt(stored.object, 'status', 'phase') !== 'Bound';
    if (!deleted && isFree) release(server, { served, stored, finalizer: volumeProtection });
    releaseAttributes(server);
  },
  'volumeattributesclasses.storage.k8s.io': releaseAttributes,
};

function releaseClaim(server: ServerContext, served: ServedResource, stored: StoredObject): void {
  if (!stored.terminating) return;
  const pods = server.registry.find('', 'v1', 'pods');
  const isUsed = pods?.store.objectsIn(stored.namespace).some((pod) => claimsOf(pod).has(stored.name));
  if (!isUsed) release(server, { served, stored, finalizer: claimProtection });
}

// Known of each state once, because every claim that goes asks it of all pods.
const claimsOf = oncePer(({ object }: StoredObject): ReadonlySet<string> => {
  // A pod that no node has yet will not start with a claim that goes.
  if (textAt(object, 'spec', 'nodeName') === '') return new Set();
  const name = textAt(object, 'metadata', 'name');
  const claims = objectsAt(object, 'spec', 'volumes').map((volume) =>
    'ephemeral' in volume
      ? `${name}-${textAt(volume, 'name')}`
      : textAt(volume, 'persistentVolumeClaim', 'claimName'),
  );
  return new Set(claims);
});

function releaseAttributes(server: ServerContext): void {
  const served = server.registry.find('storage.k8s.io', 'v1', 'volumeattributesclasses');
  if (!served) return;
  const going = [...served.store.objectsIn('')].filter(({ terminating }) => terminating);
  if (going.length === 0) return;
  const used = new Set(
    ['persistentvolumes', 'persistentvolumeclaims']
      .flatMap((plural) => [...(server.registry.find('', 'v1', plural)?.store.objectsIn('') ?? [])])
      .flatMap(attributesClassesOf),
  );
  for (const stored of going)
    if (!used.has(stored.name)) release(server, { served, stored, finalizer: attributesProtection });
}

const attributesClassesOf = oncePer(({ object }: StoredObject): readonly string[] => [
  textAt(object, 'spec', 'volumeAttributesClassName'),
  textAt(object, 'status', 'currentVolumeAttributesClassName'),
  textAt(object, 'status', 'modifyVolumeStatus', 'targetVolumeAttributesClassName'),
]);

interface Release {
  readonly served: ServedResource;
  readonly stored: StoredObject;
  readonly finalizer: string;
}

function release(server: ServerContext, { served, stored, finalizer }: Release): void {
  const { object } = stored;
  const finalizers = stringsAt(object, 'metadata', 'finalizers');
  const rest = finalizers.filter((one) => one !== finalizer);
  if (rest.length === finalizers.length) return;
  const metadata = withKey(objectAt(object, 'metadata'), 'finalizers', rest.length > 0 ? rest : undefined);
  const next = { ...object, metadata };
  if (isHeld(served, next))
    server.afterWrite({ served, stored: served.store.put(next, 'owed'), deleted: false });
  else removeObject(server, served, stored);
}
