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

function reading(paths: readonly string[]): readonly JsonObject[] {
  return [{ verbs: ['get'], nonResourceURLs: paths }];
}

function bootstrap(name: string, groups: readonly string[], rules: readonly JsonObject[]): JsonObject {
  return {
    metadata: { name },
    roleRef: { kind: 'ClusterRole', name },
    subjects: groups.map((group) => ({ kind: 'Group', name: group })),
    rules,
  };
}

const reviews: readonly JsonObject[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
];

const discovery = [...health, '/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*'].sort();

/** Bindings that carry the rules of their role. */
export const bootstrapBindings: readonly JsonObject[] = [
  bootstrap('system:basic-user', [authenticated], reviews),
  bootstrap('system:discovery', [authenticated], reading(discovery)),
  bootstrap('system:public-info-viewer', [authenticated, 'system:unauthenticated'], reading(health)),
  bootstrap('cluster-admin', [superusers], clusterAdmin),
];
