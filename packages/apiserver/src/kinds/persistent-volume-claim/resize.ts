// Admission plugin PersistentVolumeClaimResize: claims grow where their class says so.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/storage/persistentvolume/resize/admission.go

import { type JsonObject, textAt, valueAt } from '../../json/json.ts';
import { forbidden } from '../../status-error.ts';
import { Field } from '../../validation/field.ts';
import { nanosOf } from '../../validation/quantities.ts';
import type { KindUpdate } from '../kind.ts';
import { classOf } from './storage-class.ts';

/** @throws StatusError where the claim may not become as large. */
export function requireResizable({ server, object, old }: KindUpdate): void {
  if (!server.plugins.has('PersistentVolumeClaimResize') || requested(object) <= requested(old)) return;
  const name = textAt(object, 'metadata', 'name');
  const resource = { group: '', plural: 'persistentvolumeclaims' };
  if (textAt(old, 'status', 'phase') !== 'Bound')
    throw forbidden(resource, name, { why: 'Only bound persistent volume claims can be expanded' });
  const wanted = classOf(object);
  const classes = server.registry.find('storage.k8s.io', 'v1', 'storageclasses');
  const found = wanted !== '' && wanted === classOf(old) ? classes?.store.get(wanted) : undefined;
  if (valueAt(found?.object, 'allowVolumeExpansion') === true) return;
  const why =
    'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
  throw forbidden(resource, name, { why });
}

function requested(claim: JsonObject): bigint {
  return nanosOf(new Field(claim).at('spec', 'resources', 'requests', 'storage'));
}
