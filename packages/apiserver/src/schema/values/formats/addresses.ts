// Addresses of machines and of what they serve.
// https://github.com/kubernetes/kube-openapi/blob/43fb72c5454a/pkg/validation/strfmt/default.go

import { familyOf, parseRange } from '../../../validation/addresses.ts';
import { parseUrl } from '../../../validation/go-url.ts';

export function isAddress4(text: string): boolean {
  return familyOf(text) !== undefined && text.includes('.');
}

export function isAddress6(text: string): boolean {
  return familyOf(text) !== undefined && text.includes(':');
}

export function isRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

/** Six, eight or twenty bytes, as `00:00:5e:00:53:01` or `0000.5e00.5301`. */
export function isHardwareAddress(text: string): boolean {
  if (text.length > 59) return false;
  const separator = /[:.-]/.exec(text)?.[0] ?? '';
  const parts = separator === '' ? [] : text.split(separator);
  const digits = separator === '.' ? /^[0-9a-fA-F]{4}$/ : /^[0-9a-fA-F]{2}$/;
  const bytes = parts.length * (separator === '.' ? 2 : 1);
  return [6, 8, 20].includes(bytes) && parts.every((part) => digits.test(part));
}

const lone = /^[a-zA-Z0-9\p{S}\p{L}](-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?$/u;
const label = /^[a-zA-Z0-9\p{S}\p{L}]([-a-zA-Z0-9\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?$/u;
const top = /^\p{L}{2,63}$/u;

/** A name alone has one dash at most, behind its first character. */
export function isHostname(text: string): boolean {
  const parts = text.split('.');
  if (Buffer.byteLength(text) > 255 || parts.some((part) => Buffer.byteLength(part) > 63)) return false;
  if (parts.length === 1) return lone.test(text);
  return parts.slice(0, -1).every((part) => label.test(part)) && top.test(parts.at(-1) ?? '');
}

/** A whole URI, or the path of one. */
export function isRequestUri(text: string): boolean {
  return !('wrong' in parseUrl(text, { isRequest: true }));
}
