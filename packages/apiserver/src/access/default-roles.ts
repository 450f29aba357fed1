// Roles and bindings that every cluster has. A real server stores these; here they are not among the stored roles, so
// that a test finds its own alone. Of the many, those that people and programs bind or have.
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings

import type { JsonObject } from '../json/json.ts';

/** Who is in it may do everything. */
export const superusers = 'system:masters';

export interface DefaultRole {
  readonly name: string;
  readonly rules: readonly JsonObject[];
  /** Its rules are also those of the roles that are labelled to join it. */
  readonly gathers?: string;
  /** The role that it is labelled to join. */
  readonly joins?: string;
}

/** The label of a role that joins a default one. */
export function joining(role: string): string {
  return `rbac.authorization.k8s.io/aggregate-to-${role}`;
}

/** The rules of `cluster-admin`. */
export const clusterAdmin: readonly JsonObject[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

// As kube-apiserver 1.36.3 has them.
// biome-ignore format: a line for each rule
export const defaultRoles: readonly DefaultRole[] = [
  { name: 'cluster-admin', rules: clusterAdmin },
  { name: 'admin', gathers: 'admin', rules: [] },
  { name: 'edit', joins: 'admin', gathers: 'edit', rules: [] },
  { name: 'view', joins: 'edit', gathers: 'view', rules: [] },
  { name: 'system:aggregate-to-admin', joins: 'admin', rules: [
    { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'] },
    { verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['rolebindings', 'roles'] },
  ] },
  { name: 'system:aggregate-to-edit', joins: 'edit', rules: [
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets', 'services/proxy'] },
    { verbs: ['impersonate'], apiGroups: [''], resources: ['serviceaccounts'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: [''], resources: ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'] },
    { verbs: ['create'], apiGroups: [''], resources: ['pods/eviction'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: [''], resources: ['configmaps', 'persistentvolumeclaims', 'replicationcontrollers', 'replicationcontrollers/scale', 'secrets', 'serviceaccounts', 'services', 'services/proxy'] },
    { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['', 'events.k8s.io'], resources: ['events'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'deployments/rollback', 'deployments/scale', 'replicasets', 'replicasets/scale', 'statefulsets', 'statefulsets/scale'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['extensions'], resources: ['daemonsets', 'deployments', 'deployments/rollback', 'deployments/scale', 'ingresses', 'networkpolicies', 'replicasets', 'replicasets/scale', 'replicationcontrollers/scale'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'] },
    { verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'], apiGroups: ['coordination.k8s.io'], resources: ['leases'] },
    { verbs: ['create', 'delete', 'deletecollection', 'patch', 'update'], apiGroups: ['resource.k8s.io'], resources: ['resourceclaims', 'resourceclaimtemplates'] },
  ] },
  { name: 'system:aggregate-to-view', joins: 'view', rules: [
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['configmaps', 'endpoints', 'persistentvolumeclaims', 'persistentvolumeclaims/status', 'pods', 'replicationcontrollers', 'replicationcontrollers/scale', 'serviceaccounts', 'services', 'services/status'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['bindings', 'limitranges', 'namespaces/status', 'pods/log', 'pods/status', 'replicationcontrollers/status', 'resourcequotas', 'resourcequotas/status'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['namespaces'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['', 'events.k8s.io'], resources: ['events'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['apps'], resources: ['controllerrevisions', 'daemonsets', 'daemonsets/status', 'deployments', 'deployments/scale', 'deployments/status', 'replicasets', 'replicasets/scale', 'replicasets/status', 'statefulsets', 'statefulsets/scale', 'statefulsets/status'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['batch'], resources: ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['extensions'], resources: ['daemonsets', 'daemonsets/status', 'deployments', 'deployments/scale', 'deployments/status', 'ingresses', 'ingresses/status', 'networkpolicies', 'replicasets', 'replicasets/scale', 'replicasets/status', 'replicationcontrollers/scale'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['policy'], resources: ['poddisruptionbudgets', 'poddisruptionbudgets/status'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingresses/status', 'networkpolicies'] },
    { verbs: ['get', 'list', 'watch'], apiGroups: ['resource.k8s.io'], resources: ['resourceclaims', 'resourceclaims/status', 'resourceclaimtemplates'] },
  ] },
  { name: 'system:auth-delegator', rules: [
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'] },
    { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'] },
  ] },
  { name: 'system:basic-user', rules: [
    { verbs: ['create'], apiGroups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'] },
    { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  ] },
  { name: 'system:discovery', rules: [
    { verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi', '/openapi/*', '/readyz', '/version', '/version/'] },
  ] },
  { name: 'system:kubelet-api-admin', rules: [
    { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['nodes'] },
    { verbs: ['proxy'], apiGroups: [''], resources: ['nodes'] },
    { verbs: ['*'], apiGroups: [''], resources: ['nodes/log', 'nodes/metrics', 'nodes/proxy', 'nodes/stats'] },
    { verbs: ['*'], apiGroups: [''], resources: ['nodes/configz', 'nodes/healthz', 'nodes/pods'] },
  ] },
  { name: 'system:monitoring', rules: [
    { verbs: ['get'], nonResourceURLs: ['/flagz', '/healthz', '/healthz/*', '/livez', '/livez/*', '/metrics', '/metrics/slis', '/readyz', '/readyz/*', '/statusz'] },
    { verbs: ['get'], apiGroups: [''], resources: ['nodes/metrics'] },
  ] },
  { name: 'system:public-info-viewer', rules: [
    { verbs: ['get'], nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'] },
  ] },
  { name: 'system:service-account-issuer-discovery', rules: [
    { verbs: ['get'], nonResourceURLs: ['/.well-known/openid-configuration', '/.well-known/openid-configuration/', '/openid/v1/jwks', '/openid/v1/jwks/'] },
  ] },
];

function bind(name: string, ...groups: readonly string[]): JsonObject {
  return {
    metadata: { name },
    roleRef: { kind: 'ClusterRole', name },
    subjects: groups.map((group) => ({ kind: 'Group', name: group })),
  };
}

export const defaultBindings: readonly JsonObject[] = [
  bind('cluster-admin', superusers),
  bind('system:basic-user', 'system:authenticated'),
  bind('system:discovery', 'system:authenticated'),
  bind('system:monitoring', 'system:monitoring'),
  bind('system:public-info-viewer', 'system:authenticated', 'system:unauthenticated'),
  bind('system:service-account-issuer-discovery', 'system:serviceaccounts'),
];
