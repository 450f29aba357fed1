import { at } from './cell.ts';
import type { Kind } from './kind.ts';

const alike = { group: 'coordination.k8s.io', unconditionalUpdate: false, createOnUpdate: true } as const;

export const lease: Kind = { ...alike, kind: 'Lease', cells: { Holder: at('spec.holderIdentity', '') } };

export const leaseCandidate: Kind = { ...alike, kind: 'LeaseCandidate' };
