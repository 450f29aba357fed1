// How much of each object an answer shall hold. The server is asked in the Accept header; what it leaves in is stripped
// by whoever decodes the answer.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources

/** What to ask for of each object. A server that does not know how to leave something out sends everything. */
export interface Representation {
  /** Only apiVersion, kind and metadata (`PartialObjectMetadata`). Default false. */
  readonly metadataOnly?: boolean;
  /**
   * False: without `metadata.managedFields`. Kubernetes 1.38 and later know this where the feature gate
   * `ManagedFieldsOptOut` is on, older servers ignore it. Default true.
   * https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/5958-client-opt-out-managedfields
   */
  readonly keepManagedFields?: boolean;
}

/** How servers call the metadata of an object, and of each object of a list. An event of a watch has one object. */
export type PartialForm = 'PartialObjectMetadata' | 'PartialObjectMetadataList';

/**
 * Whether there is nothing to ask for.
 *
 * @example isPlain({ keepManagedFields: false }); // false
 */
export function isPlain({ metadataOnly = false, keepManagedFields = true }: Representation): boolean {
  return !metadataOnly && keepManagedFields;
}

/**
 * The Accept header for a representation: `accept` with parameters, and behind it without those that a server may not
 * be able to follow.
 *
 * @example
 * acceptOf('application/json', { metadataOnly: true }, 'PartialObjectMetadata');
 * // 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json'
 */
export function acceptOf(
  accept: string,
  { metadataOnly = false, keepManagedFields = true }: Representation,
  form: PartialForm,
): string {
  const drop = keepManagedFields ? '' : ';drop=metadata.managedFields';
  const types = accept.split(',').map((type) => type.trim());
  const partial = types
    .filter((type) => metadataOnly && !type.includes(';as='))
    .map((type) => `${type};as=${form};g=meta.k8s.io;v=v1${drop}`);
  return [...partial, ...types.map((type) => `${type}${drop}`)].join(', ');
}
