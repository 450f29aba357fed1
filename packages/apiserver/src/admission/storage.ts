// Admission plugins of storage: the class of a claim that names none, finalizers that hold what is in use, and which
// claims may grow.
// https://github.com/kubernetes/kubernetes/tree/v1.36.3/plugin/pkg/admission/storage

import { type JsonObject, objectAt, stringsAt, textAt, valueAt } from '../json/json.ts';
import { attributesProtection, claimProtection, volumeProtection } from '../kinds/in-use-protection.ts';
import { classOf, defaultClassFor } from '../kinds/persistent-volume-claim/storage-class.ts';
import { Field } from '../validation/field.ts';
import { nanosOf } from '../validation/quantities.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';
import { writtenKind } from './written-kind.ts';

export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  mutate(attributes) {
    const { server, object, old } = attributes;
    if (old || writtenKind(attributes) !== 'persistentvolumeclaims') return object;
    const found = defaultClassFor(server, object);
    if (found === undefined) return object;
    return { ...object, spec: { ...objectAt(object, 'spec'), storageClassName: found } };
  },
};

const protections: ReadonlyMap<string | undefined, string> = new Map([
  ['persistentvolumes', volumeProtection],
  ['persistentvolumeclaims', claimProtection],
  ['volumeattributesclasses.storage.k8s.io', attributesProtection],
]);

export const storageInUse: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  mutate(attributes) {
    const { object, old } = attributes;
    const finalizer = old ? undefined : protections.get(writtenKind(attributes));
    const finalizers = stringsAt(object, 'metadata', 'finalizers');
    if (finalizer === undefined || finalizers.includes(finalizer)) return object;
    const metadata = { ...objectAt(object, 'metadata'), finalizers: [...finalizers, finalizer] };
    return { ...object, metadata };
  },
};

export const claimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  validate(attributes) {
    const { server, object, old } = attributes;
    if (!object || !old || writtenKind(attributes) !== 'persistentvolumeclaims') return;
    if (requested(object) <= requested(old)) return;
    if (textAt(old, 'status', 'phase') !== 'Bound')
      throw refusalOf(attributes, 'Only bound persistent volume claims can be expanded');
    const wanted = classOf(object);
    const classes = server.registry.find('storage.k8s.io', 'v1', 'storageclasses');
    const found = wanted !== '' && wanted === classOf(old) ? classes?.store.get(wanted) : undefined;
    if (valueAt(found?.object, 'allowVolumeExpansion') === true) return;
    throw refusalOf(
      attributes,
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  },
};

function requested(claim: JsonObject): bigint {
  return nanosOf(new Field(claim).at('spec', 'resources', 'requests', 'storage'));
}
