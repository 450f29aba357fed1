// What a request asks for, in the words of RBAC.
// https://kubernetes.io/docs/reference/access-authn-authz/authorization/#review-your-request-attributes

/** As in the `resourceAttributes` of a SubjectAccessReview. */
export interface ResourceAttributes {
  /** As `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, `impersonate`. */
  readonly verb: string;
  /** `''` for the core group. */
  readonly group: string;
  /** The lower-case plural, as `pods`. */
  readonly resource: string;
  /** As `status`, `log`. Absent: the resource itself. */
  readonly subresource?: string;
  /** Absent: of the whole cluster, as every cluster-scoped resource is. */
  readonly namespace?: string;
  /** Absent: of no single object, as a list or a create. */
  readonly name?: string;
}
