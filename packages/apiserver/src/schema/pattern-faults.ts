// The patterns of a schema that are none. Checked before the definition is stored: what is stored is served.

import { arrayAt, isJsonObject, type Json, objectAt, textAt, valueAt } from '../json/json.ts';
import { type FieldFault, invalidValue } from '../status-error.ts';
import { patterns } from './pattern.ts';
import type { Steps } from './steps.ts';

/** `field`: the path of the schema. Where the schema is nested, so is the walk. */
export function patternFaults(schema: Json | undefined, field: string, steps: Steps): FieldFault[] {
  const faults: FieldFault[] = [];
  walk(schema, field, (pattern, at) => {
    const refusal = patterns.refusal(pattern, steps);
    if (refusal === undefined) return;
    const fault = invalidValue(at, pattern, `must be a valid regular expression, but isn't: ${refusal}`);
    // Each path has all keys above it.
    steps.spendOnText(at);
    steps.spendOnText(fault.message);
    faults.push(fault);
  });
  return faults.sort((a, b) => (`${a.field}: ${a.message}` < `${b.field}: ${b.message}` ? -1 : 1));
}

type Visit = (pattern: string, field: string) => void;

function walk(schema: Json | undefined, field: string, visit: Visit): void {
  if (!isJsonObject(schema)) return;
  const pattern = textAt(schema, 'pattern');
  if (pattern !== '') visit(pattern, `${field}.pattern`);
  for (const keyword of ['items', 'additionalProperties', 'not'])
    walk(valueAt(schema, keyword), `${field}.${keyword}`, visit);
  for (const keyword of ['allOf', 'anyOf', 'oneOf'])
    for (const [at, inner] of arrayAt(schema, keyword).entries())
      walk(inner, `${field}.${keyword}[${at}]`, visit);
  for (const [key, inner] of Object.entries(objectAt(schema, 'properties')))
    walk(inner, `${field}.properties[${key}]`, visit);
}
