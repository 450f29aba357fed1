// Which formats are looked at, and on values of which type. All others say something to people alone.
// https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apiserver/validation/formats.go

import { stringAt } from '../../../json/json.ts';
import type { Schema } from '../../structural.ts';
import { isAddress4, isAddress6, isHardwareAddress, isHostname, isRange, isRequestUri } from './addresses.ts';
import { isEmail } from './email.ts';
import { isCard, isIsbn10, isIsbn13, isSocialSecurityNumber } from './numbers.ts';
import { isDate, isDateTime, isDuration } from './times.ts';

type Format = (text: string) => boolean;

const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const uuid3 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const uuid4 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;
const uuid5 = /^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;
const part = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

// By their names without dashes.
const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['bsonobjectid', (text) => /^[0-9a-fA-F]{24}$/.test(text)],
  ['uri', isRequestUri],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', isAddress4],
  ['ipv6', isAddress6],
  ['cidr', isRange],
  ['mac', isHardwareAddress],
  ['uuid', (text) => uuid.test(text)],
  ['uuid3', (text) => uuid3.test(text)],
  ['uuid4', (text) => uuid4.test(text)],
  ['uuid5', (text) => uuid5.test(text)],
  ['isbn', (text) => isIsbn10(text) || isIsbn13(text)],
  ['isbn10', isIsbn10],
  ['isbn13', isIsbn13],
  ['creditcard', isCard],
  ['ssn', isSocialSecurityNumber],
  ['hexcolor', (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text)],
  ['rgbcolor', isColor],
  ['byte', (text) => text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)],
  ['password', () => true],
  ['date', isDate],
  ['duration', isDuration],
  ['datetime', isDateTime],
  ['k8sshortname', (text) => text.length <= 63 && part.test(text)],
  ['k8slongname', (text) => text.length <= 253 && text.split('.').every((one) => part.test(one))],
]);

/** Undefined where no text is refused for it. */
export function knownFormat(name: string): Format | undefined {
  return formats.get(name.replaceAll('-', ''));
}

/** Whether values of a type are checked for a format. `type`: empty where it is any, or more than one. */
export function isRecognized(type: string, format: string): boolean {
  if (type === '' || type === 'string') return knownFormat(format) !== undefined;
  if (type === 'integer') return format === 'int32' || format === 'int64';
  return type === 'number' && (format === 'float' || format === 'double');
}

/** The format that values are checked for; empty where there is none. */
export function formatOf(
  schema: Schema,
  types: readonly string[],
  { isDefault }: { readonly isDefault?: true },
): string {
  const format = stringAt(schema, 'format') ?? '';
  if (format === '') return '';
  const type = types.length === 1 ? (types[0] ?? '') : '';
  return isDefault || isRecognized(type, format) ? format : '';
}

function isColor(text: string): boolean {
  if (!text.startsWith('rgb(') || !text.endsWith(')')) return false;
  const parts = text.slice(4, -1).split(',');
  return parts.length === 3 && parts.every((one) => byte.test(one.replace(/^[\t\n\f\r ]+/, '').trimEnd()));
}

const byte = /^(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])$/;
