// Resource versions are decimal numbers of any length, so they are compared as text and never as `number`.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions (comparison: KEP-5504)

const decimal = /^(0|[1-9][0-9]*)$/;

/** Whether `text` is a resource version that can be ordered: decimal, without leading zeros. */
export function isResourceVersion(text: string): boolean {
  return decimal.test(text);
}

/**
 * Negative, 0 or positive as `a` is older than, equal to or newer than `b`, like a sort's comparator.
 * Both must satisfy `isResourceVersion`; of anything else only equality can be told.
 */
export function compareResourceVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
