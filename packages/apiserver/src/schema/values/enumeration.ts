// The values that a schema names one by one, looked up in a table.

import {
  arrayAt,
  canonicalText,
  isInt64,
  isNumber,
  type Json,
  type JsonArray,
  jsonText,
} from '../../json/json.ts';
import { oncePer } from '../../once-per.ts';
import type { Steps } from '../steps.ts';
import type { Schema } from '../structural.ts';

export interface Enumeration {
  /** As they are printed. */
  readonly names: readonly string[];
  has(value: Json, steps: Steps): boolean;
}

/** Undefined where the schema takes whatever else fits. */
export function enumeration(schema: Schema): Enumeration | undefined {
  const values = arrayAt(schema, 'enum');
  if (values.length === 0) return undefined;
  return tabulated(values);
}

const tabulated = oncePer((values: JsonArray): Enumeration => {
  const texts = new Set(values.map(canonicalText));
  return {
    names: values.map((value) => (typeof value === 'string' ? value : jsonText(value))),
    has(value, steps) {
      // Not even where null is named.
      if (value === null) return false;
      return formsOf(value).some((form) => {
        const text = canonicalText(form);
        steps.spendOnText(text);
        return texts.has(text);
      });
    },
  };
});

// Go takes a value that can be turned into one that is named: a fraction into an integer, and an integer into the
// character of that number.
function formsOf(value: Json): Json[] {
  if (!isNumber(value)) return [value];
  if (!isInt64(value)) return [value, Math.trunc(Number(value))];
  return [value, String.fromCodePoint(isCharacter(value) ? Number(value) : 0xfffd)];
}

function isCharacter(value: number | bigint): boolean {
  return value >= 0 && value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff);
}
