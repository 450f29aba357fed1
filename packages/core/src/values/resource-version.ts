// Resource versions are decimal numbers of any length, so they are compared as text, never as `number`.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions (comparison: KEP-5504)

const decimal = /^(0|[1-9][0-9]*)$/;

/**
 * Whether `text` can be ordered: decimal, without leading zeros.
 *
 * @example isResourceVersion('007'); // false
 */
export function isResourceVersion(text: string): boolean {
  return decimal.test(text);
}

// More than any server's; what is longer fits in no request.
const longestSendable = 8 * 1024;

/**
 * Whether a version or a continue token of a server's can be sent back in a URL.
 *
 * @example isSendable('\ud800'); // false
 */
export function isSendable(token: string): boolean {
  return token.length <= longestSendable && token.isWellFormed();
}

/**
 * A comparator for sorting, older versions first. Both must satisfy `isResourceVersion`; others can only be told equal.
 *
 * @example compareResourceVersions('9', '10') < 0; // true
 */
export function compareResourceVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
