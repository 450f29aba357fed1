// Zones of the time zone database.
// https://pkg.go.dev/time#LoadLocation

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';

const partRule = /^[A-Za-z.\-_0-9+]{1,14}$/;

/** Of a zone that is there. */
export function timeZoneFaults(zone: Field): FieldFault[] {
  const { text } = zone;
  if (text === '') return [zone.invalid('timeZone must be nil or non-empty string')];
  if (!text.split('/').every(isNamePart)) return [zone.invalid(`unknown time zone ${text}`)];
  const unknown = zoneComplaint(text);
  return [
    ...(text.toLowerCase() === 'local'
      ? [zone.invalid('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')]
      : []),
    ...(unknown === undefined ? [] : [zone.invalid(unknown)]),
  ];
}

function isNamePart(part: string): boolean {
  return part !== '.' && part !== '..' && !part.startsWith('-') && partRule.test(part);
}

/** What Go says of a name that is no zone; undefined where it is one. */
export function zoneComplaint(name: string): string | undefined {
  if (['', 'UTC', 'Local'].includes(name)) return undefined;
  if (name.split('/').includes('..') || /^[/\\]/.test(name)) return 'time: invalid location name';
  return isZone(name) ? undefined : `unknown time zone ${name}`;
}

// Names are files there, so their case counts; Intl does not look at it, and knows offsets as well.
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
