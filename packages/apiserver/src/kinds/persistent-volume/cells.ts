// What volumes and claims show in a table.

import { stringAt, textAt } from '../../json/json.ts';
import { at, type Cell, type Cells } from '../cell.ts';

const modes = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

export function shownAccessModes(given: readonly string[]): string {
  const shown = Object.entries(modes).filter(([mode]) => given.includes(mode));
  return shown.map(([, short]) => short).join(',');
}

const phase: Cell = (object) =>
  stringAt(object, 'metadata', 'deletionTimestamp') === undefined
    ? textAt(object, 'status', 'phase')
    : 'Terminating';

// An annotation of older clusters counts before the field.
const storageClass: Cell = (object) =>
  stringAt(object, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class') ??
  textAt(object, 'spec', 'storageClassName');

export const commonVolumeCells: Cells = {
  Status: phase,
  StorageClass: storageClass,
  VolumeAttributesClass: at('spec.volumeAttributesClassName', '<unset>'),
  VolumeMode: at('spec.volumeMode', '<unset>'),
};
