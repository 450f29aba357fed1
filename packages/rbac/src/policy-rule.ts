// What a role allows.
// https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/

/** A rule of a Role or a ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Absent: whatever its name. */
  readonly resourceNames?: readonly string[];
}
