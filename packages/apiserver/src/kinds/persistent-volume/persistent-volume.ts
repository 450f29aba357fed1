// Volumes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { type JsonObject, objectAt, stringAt, stringsAt, textAt, valueAt, withKey } from '../../json/json.ts';
import { timestamp } from '../../timestamp.ts';
import { at } from '../cell.ts';
import { always, filled, within } from '../defaults.ts';
import type { Kind, KindUpdate } from '../kind.ts';
import { commonVolumeCells, shownAccessModes } from './cells.ts';
import { volumeSpecDefaults } from './defaults.ts';
import { volumeFaults } from './validation.ts';
import { volumeWarnings } from './warnings.ts';

function claim(volume: JsonObject): string {
  const found = valueAt(volume, 'spec', 'claimRef');
  return found === undefined ? '' : `${textAt(found, 'namespace')}/${textAt(found, 'name')}`;
}

// When its phase changed, unless the request says when.
function withTransitionTime({ server, object, old }: KindUpdate): JsonObject {
  const [status, before] = [objectAt(object, 'status'), objectAt(old, 'status')];
  const [given, then] = [textAt(status, transition), textAt(before, transition)];
  const isSamePhase = textAt(status, 'phase') === textAt(before, 'phase');
  if (isSamePhase ? given !== '' : given !== '' && given !== then) return object;
  const time = isSamePhase ? stringAt(before, transition) : timestamp(server);
  return { ...object, status: withKey(status, transition, time) };
}

const transition = 'lastPhaseTransitionTime';

export const persistentVolume: Kind = {
  group: '',
  kind: 'PersistentVolume',
  returnsDeleted: true,
  defaults: { spec: within(volumeSpecDefaults), status: always({ phase: filled('Pending') }) },
  validate: volumeFaults,
  warnings: volumeWarnings,
  prepareForCreate: ({ server, object }) => ({
    ...object,
    status: { phase: 'Pending', lastPhaseTransitionTime: timestamp(server) },
  }),
  prepareForStatusUpdate: withTransitionTime,
  cells: {
    ...commonVolumeCells,
    Capacity: at('spec.capacity.storage', '0'),
    'Access Modes': (volume) => shownAccessModes(stringsAt(volume, 'spec', 'accessModes')),
    'Reclaim Policy': at('spec.persistentVolumeReclaimPolicy', ''),
    Claim: claim,
    Reason: at('status.reason', ''),
  },
};
