// Claims to volumes.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/v1/defaults.go

import { type JsonObject, objectAt, stringAt, stringsAt, textAt } from '../../json/json.ts';
import { at } from '../cell.ts';
import { always, conditions, type Defaults, filled } from '../defaults.ts';
import type { Kind } from '../kind.ts';
import { commonVolumeCells, shownAccessModes } from '../persistent-volume/cells.ts';
import { withDataSources } from './data-source.ts';
import { claimStatusFaults } from './status.ts';
import { claimFaults } from './validation.ts';
import { claimWarnings } from './warnings.ts';

/** Of claims and of the templates of claims. */
export const claimSpec: Defaults = { resources: {}, volumeMode: 'Filesystem' };

const isBound = (claim: JsonObject): boolean => textAt(claim, 'spec', 'volumeName') !== '';

export const persistentVolumeClaim: Kind = {
  group: '',
  kind: 'PersistentVolumeClaim',
  returnsDeleted: true,
  defaults: {
    spec: always(claimSpec),
    status: always({ phase: filled('Pending'), ...conditions('lastProbeTime', 'lastTransitionTime') }),
  },
  prepare: ({ object, old }) => ({
    ...object,
    spec: withDataSources(objectAt(object, 'spec'), old && objectAt(old, 'spec')),
  }),
  validate: claimFaults,
  validateStatus: claimStatusFaults,
  warnings: claimWarnings,
  prepareForCreate: ({ object }) => ({ ...object, status: { phase: 'Pending' } }),
  cells: {
    ...commonVolumeCells,
    Volume: at('spec.volumeName', ''),
    Capacity: (claim) =>
      isBound(claim) ? (stringAt(objectAt(claim, 'status', 'capacity'), 'storage') ?? '0') : '',
    'Access Modes': (claim) =>
      isBound(claim) ? shownAccessModes(stringsAt(claim, 'status', 'accessModes')) : '',
  },
};
