// Bounds of a number.

import { numberAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { isTrue, type Schema } from './structural.ts';

export function validateNumber(
  schema: Schema,
  value: number | bigint,
  say: (found: unknown, what: string) => FieldFault,
): FieldFault[] {
  const maximum = numberAt(schema, 'maximum') ?? Infinity;
  const minimum = numberAt(schema, 'minimum') ?? -Infinity;
  const below = isTrue(schema, 'exclusiveMaximum');
  const above = isTrue(schema, 'exclusiveMinimum');
  const multiple = numberAt(schema, 'multipleOf');
  const faults: FieldFault[] = [];
  if (below ? value >= maximum : value > maximum)
    faults.push(say(value, `should be less than ${below ? '' : 'or equal to '}${maximum}`));
  if (above ? value <= minimum : value < minimum)
    faults.push(say(value, `should be greater than ${above ? '' : 'or equal to '}${minimum}`));
  if (multiple !== undefined && !isMultiple(value, multiple))
    faults.push(say(value, `should be a multiple of ${multiple}`));
  return faults;
}

function isMultiple(value: number | bigint, of: number): boolean {
  if (typeof value === 'bigint' && Number.isInteger(of) && of !== 0) return value % BigInt(of) === 0n;
  return Number(value) % of === 0;
}
