import type { Kind } from './kind.ts';

export const serviceAccount: Kind = { group: '', kind: 'ServiceAccount', returnsDeleted: true };
