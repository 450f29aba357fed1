// `+`, `-`, `*`, `/`, `%` and the sign.

import type { Steps } from '../../schema/steps.ts';
import { isInt, isUint } from '../numbers.ts';
import { timestampOf } from '../times.ts';
import { CelError, Duration, errorOr, ListValue, Timestamp, Uint, type Value } from '../value.ts';

const overflow = new CelError('integer overflow');
const uintOverflow = new CelError('unsigned integer overflow');

function int(value: bigint): Value {
  return isInt(value) ? value : overflow;
}

function uint(value: bigint): Value {
  return isUint(value) ? new Uint(value) : uintOverflow;
}

function duration(nanos: bigint): Value {
  return isInt(nanos) ? new Duration(nanos) : overflow;
}

/** What a type has no such function for. Some answer for themselves, in fewer words. */
export function unsupported(name: string, value: Value): CelError {
  const isReceiver = typeof value === 'string' || value instanceof Timestamp || value instanceof Duration;
  return isReceiver ? new CelError('no such overload') : errorOr(value, `no such overload: ${name}`);
}

export function add(a: Value, b: Value, steps: Steps): Value {
  if (typeof a === 'bigint') return typeof b === 'bigint' ? int(a + b) : errorOr(b);
  if (typeof a === 'number') return typeof b === 'number' ? a + b : errorOr(b);
  if (typeof a === 'string') return typeof b === 'string' ? a + b : errorOr(b);
  if (a instanceof Uint) return b instanceof Uint ? uint(a.value + b.value) : errorOr(b);
  if (a instanceof Uint8Array)
    return b instanceof Uint8Array ? new Uint8Array(Buffer.concat([a, b])) : errorOr(b);
  if (a instanceof ListValue) return b instanceof ListValue ? a.plus(b, steps) : errorOr(b);
  if (a instanceof Duration && b instanceof Duration) return duration(a.nanos + b.nanos);
  if (a instanceof Duration) return b instanceof Timestamp ? moved(b, a.nanos) : errorOr(b);
  if (a instanceof Timestamp) return b instanceof Duration ? moved(a, b.nanos) : errorOr(b);
  return unsupported('_+_', a);
}

function moved(time: Timestamp, nanos: bigint): Value {
  return timestampOf(time.nanos + nanos, time.offsetSeconds);
}

export function subtract(a: Value, b: Value): Value {
  if (typeof a === 'bigint') return typeof b === 'bigint' ? int(a - b) : errorOr(b);
  if (typeof a === 'number') return typeof b === 'number' ? a - b : errorOr(b);
  if (a instanceof Uint) return b instanceof Uint ? uint(a.value - b.value) : errorOr(b);
  if (a instanceof Duration) return b instanceof Duration ? duration(a.nanos - b.nanos) : errorOr(b);
  if (!(a instanceof Timestamp)) return unsupported('_-_', a);
  if (b instanceof Timestamp) return duration(a.nanos - b.nanos);
  return b instanceof Duration ? moved(a, -b.nanos) : errorOr(b);
}

export function multiply(a: Value, b: Value): Value {
  if (typeof a === 'bigint') return typeof b === 'bigint' ? int(a * b) : errorOr(b);
  if (typeof a === 'number') return typeof b === 'number' ? a * b : errorOr(b);
  if (a instanceof Uint) return b instanceof Uint ? uint(a.value * b.value) : errorOr(b);
  return unsupported('_*_', a);
}

const byZero = new CelError('division by zero');

export function divide(a: Value, b: Value): Value {
  if (typeof a === 'number') return typeof b === 'number' ? a / b : errorOr(b);
  if (typeof a === 'bigint') {
    if (typeof b !== 'bigint') return errorOr(b);
    return b === 0n ? byZero : int(a / b);
  }
  if (!(a instanceof Uint)) return unsupported('_/_', a);
  if (!(b instanceof Uint)) return errorOr(b);
  return b.value === 0n ? byZero : uint(a.value / b.value);
}

const modulusByZero = new CelError('modulus by zero');

export function modulo(a: Value, b: Value): Value {
  if (typeof a === 'bigint') {
    if (typeof b !== 'bigint') return errorOr(b);
    if (b === 0n) return modulusByZero;
    return b === -1n && !isInt(-a) ? overflow : a % b;
  }
  if (!(a instanceof Uint)) return unsupported('_%_', a);
  if (!(b instanceof Uint)) return errorOr(b);
  return b.value === 0n ? modulusByZero : new Uint(a.value % b.value);
}

export function negate(a: Value): Value {
  if (typeof a === 'bigint') return int(-a);
  if (typeof a === 'number') return -a;
  if (typeof a === 'boolean') return new CelError('no such overload');
  return a instanceof Duration ? duration(-a.nanos) : unsupported('-_', a);
}
