import { objectAt, valueAt, withKey } from '../../json/json.ts';
import { count, selector } from '../cell.ts';
import type { Kind } from '../kind.ts';
import { containerCells } from '../pod/pod-template.ts';
import { podNames, readyReplicas, rollingUpdate, workloadDefaults } from './workload.ts';

export const deployment: Kind = {
  group: 'apps',
  kind: 'Deployment',
  namesPart: podNames,
  generation: true,
  // The annotations of a rollout count as well.
  countsAnnotations: true,
  defaults: workloadDefaults(
    {
      selector: null,
      replicas: 1,
      strategy: rollingUpdate({ maxUnavailable: '25%', maxSurge: '25%' }),
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    },
    'lastUpdateTime',
  ),
  keepOnStatusUpdate(next, old) {
    const labels = valueAt(old, 'metadata', 'labels');
    return { ...next, metadata: withKey(objectAt(next, 'metadata'), 'labels', labels) };
  },
  cells: {
    Ready: readyReplicas,
    'Up-to-date': count('status.updatedReplicas'),
    Available: count('status.availableReplicas'),
    ...containerCells(),
    Selector: selector('spec.selector', { absent: '', invalid: '<invalid>' }),
  },
};
