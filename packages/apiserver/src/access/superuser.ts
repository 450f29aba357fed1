// Who may do everything, and what that is in the words of roles.

import type { JsonObject } from '../json/json.ts';

/** Who is in it may do everything. */
export const superusers = 'system:masters';

/** The rules of `cluster-admin`. */
export const clusterAdmin: readonly JsonObject[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];
