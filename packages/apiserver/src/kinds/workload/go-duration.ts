// What Go says of a text that is no duration.
// https://pkg.go.dev/time#ParseDuration

import { Duration, InvalidValueError } from '@kube-rx/core';

/** Undefined where it is one. */
export function goDurationComplaint(text: string): string | undefined {
  try {
    Duration.parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error;
    return `time: ${reasonOf(text.replace(/^[+-]/, ''))} duration ${JSON.stringify(text)}`;
  }
}

const units = ['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h'];

// From left to right: a number, its unit, and so on.
function reasonOf(text: string): string {
  let rest = text;
  while (rest !== '') {
    const number = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)/.exec(rest)?.[0];
    if (number === undefined) return 'invalid';
    const unit = /^[^0-9.]*/.exec(rest.slice(number.length))?.[0] ?? '';
    if (unit === '') return 'missing unit in';
    if (!units.includes(unit)) return `unknown unit ${JSON.stringify(unit)} in`;
    rest = rest.slice(number.length + unit.length);
  }
  return 'invalid';
}
