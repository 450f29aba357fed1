import type { Kind } from '../kind.ts';

export const controllerRevision: Kind = { group: 'apps', kind: 'ControllerRevision', zero: { data: {} } };
