import type { Kind } from './kind.ts';

export const resourceQuota: Kind = { group: '', kind: 'ResourceQuota', returnsDeleted: true };
