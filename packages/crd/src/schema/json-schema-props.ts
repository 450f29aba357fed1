// The schema of a custom resource as a CustomResourceDefinition has it.
// https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#jsonschemaprops-v1-apiextensions-k8s-io

/** One node of `openAPIV3Schema`. */
export interface JsonSchemaProps {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchemaProps>>;
}
