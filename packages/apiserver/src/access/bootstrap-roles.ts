// What everybody may do in a cluster before anybody has bound a role. A real server stores these; here they are
// not among the stored roles, so that a test finds its own alone.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings

import type { JsonObject } from '../json/json.ts';

/** Who is in it may do everything. */
export const superusers = 'system:masters';

const authenticated = 'system:authenticated';
const health = ['/healthz', '/livez', '/readyz', '/version', '/version/'];

/** The rules of `cluster-admin`. */
export const clusterAdmin: readonly JsonObject[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

function bootstrap(name: string, groups: readonly string[], rules: readonly JsonObject[]): JsonObject {
  return {
    metadata: { name },
    roleRef: { kind: 'ClusterRole', name },
    subjects: groups.map((group) => ({ kind: 'Group', name: group })),
    rules,
  };
}

/** Bindings that carry the rules of their role. */
export const bootstrapBindings: readonly JsonObject[] = [
  bootstrap(
    'system:basic-user',
    [authenticated],
    [
      {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      },
      { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
    ],
  ),
  bootstrap(
    'system:discovery',
    [authenticated],
    [
      {
        verbs: ['get'],
        nonResourceURLs: [
          '/api',
          '/api/*',
          '/apis',
          '/apis/*',
          '/healthz',
          '/livez',
          '/openapi',
          '/openapi/*',
          '/readyz',
          '/version',
          '/version/',
        ],
      },
    ],
  ),
  bootstrap(
    'system:public-info-viewer',
    [authenticated, 'system:unauthenticated'],
    [{ verbs: ['get'], nonResourceURLs: health }],
  ),
  bootstrap('cluster-admin', [superusers], clusterAdmin),
];
