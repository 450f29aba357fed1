// Kinds that little but their traits sets apart.

import { at } from './cell.ts';
import type { Kind } from './kind.ts';

const lease = { group: 'coordination.k8s.io', requiresVersion: true, createOnUpdate: true } as const;
const flowControl = { group: 'flowcontrol.apiserver.k8s.io', generation: true } as const;

export const plainKinds: readonly Kind[] = [
  { group: '', kind: 'ComponentStatus', deprecation: 'v1 ComponentStatus is deprecated in v1.19+' },
  { group: '', kind: 'ResourceQuota', returnsDeleted: true },
  { group: '', kind: 'ServiceAccount', returnsDeleted: true },
  { ...lease, kind: 'Lease', cells: { Holder: at('spec.holderIdentity', '') } },
  { ...lease, kind: 'LeaseCandidate' },
  { ...flowControl, kind: 'FlowSchema' },
  { ...flowControl, kind: 'PriorityLevelConfiguration' },
  { group: 'node.k8s.io', kind: 'RuntimeClass', requiresVersion: true, createOnUpdate: true },
  { group: 'policy', kind: 'PodDisruptionBudget', requiresVersion: true, generation: true },
  {
    group: 'scheduling.k8s.io',
    kind: 'PriorityClass',
    generation: true,
    defaults: { preemptionPolicy: 'PreemptLowerPriority' },
  },
];
