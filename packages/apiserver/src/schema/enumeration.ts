// The values that a schema names one by one, looked up in a table.

import { arrayAt, canonicalText, type Json, type JsonArray } from '../json/json.ts';
import { oncePer } from '../once-per.ts';
import type { Steps } from './steps.ts';
import type { Schema } from './structural.ts';

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
    names: values.map(String),
    has(value, steps) {
      const text = canonicalText(value);
      steps.spendOnText(text);
      return texts.has(text);
    },
  };
});
