import type { Kind } from './kind.ts';

const group = 'storage.k8s.io';

export const storageClass: Kind = {
  group,
  kind: 'StorageClass',
  returnsDeleted: true,
  defaults: { values: { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' } },
};

export const volumeAttributesClass: Kind = { group, kind: 'VolumeAttributesClass', returnsDeleted: true };
