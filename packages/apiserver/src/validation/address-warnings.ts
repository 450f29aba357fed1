// What is said of addresses that are taken although they are not in the form that they should have.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/validation/ip.go

import { canonicalAddress, parseRange } from './addresses.ts';
import type { Field } from './field.ts';

/** Nothing where there is no address. */
export function addressWarnings({ text, path }: Field): string[] {
  const canonical = canonicalAddress(text);
  if (canonical === undefined || canonical === text) return [];
  const [given, better] = [JSON.stringify(text), JSON.stringify(canonical)];
  return canonical.includes(':')
    ? [`${path}: IPv6 address ${given} should be in RFC 5952 canonical format (${better})`]
    : [`${path}: non-standard IP address ${given} is invalid: use ${better}`];
}

/** Of a range that was taken, so that nothing else can be wrong with it; nothing where there is none. */
export function rangeWarnings({ text, path }: Field): string[] {
  const range = parseRange(text);
  if (range?.family !== 'IPv6') return [];
  const canonical = `${canonicalAddress(range.address) ?? ''}/${range.prefix}`;
  if (canonical === text) return [];
  return [
    `${path}: IPv6 CIDR value ${JSON.stringify(text)} should be in RFC 5952 canonical format (${JSON.stringify(canonical)})`,
  ];
}
