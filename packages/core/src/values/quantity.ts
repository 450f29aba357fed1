// An amount of a resource as Kubernetes writes it: `100m`, `1.5Gi`, `1e3`.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/

/** An amount on the wire, as `500m` or `2Gi`. */
export type Quantity = string;
