// Volumes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { type JsonObject, stringsAt, textAt, valueAt } from '../../json/json.ts';
import { timestamp } from '../../timestamp.ts';
import { at } from '../cell.ts';
import { within } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { commonVolumeCells, shownAccessModes } from './cells.ts';
import { volumeSpecDefaults } from './defaults.ts';
import { volumeFaults } from './validation.ts';
import { volumeWarnings } from './warnings.ts';

function claim(volume: JsonObject): string {
  const found = valueAt(volume, 'spec', 'claimRef');
  return found === undefined ? '' : `${textAt(found, 'namespace')}/${textAt(found, 'name')}`;
}

export const persistentVolume: Kind = {
  group: '',
  kind: 'PersistentVolume',
  returnsDeleted: true,
  defaults: { spec: within(volumeSpecDefaults) },
  validate: volumeFaults,
  warnings: volumeWarnings,
  prepareForCreate: ({ server, object }) => ({
    ...object,
    status: { phase: 'Pending', lastPhaseTransitionTime: timestamp(server) },
  }),
  cells: {
    ...commonVolumeCells,
    Capacity: at('spec.capacity.storage', '0'),
    'Access Modes': (volume) => shownAccessModes(stringsAt(volume, 'spec', 'accessModes')),
    'Reclaim Policy': at('spec.persistentVolumeReclaimPolicy', ''),
    Claim: claim,
    Reason: at('status.reason', ''),
  },
};
