// The values that a schema names one by one, looked up in a table.

import { arrayAt, canonicalText, type Json, type JsonArray } from '../json/json.ts';
import type { Steps } from './steps.ts';
import type { Schema } from './structural.ts';

export interface Enumeration {
  /** As they are printed. */
  readonly names: readonly string[];
  has(value: Json, steps: Steps): boolean;
}

const known = new WeakMap<JsonArray, Enumeration>();

/** Undefined where the schema takes whatever else fits. */
export function enumeration(schema: Schema): Enumeration | undefined {
  const values = arrayAt(schema, 'enum');
  if (values.length === 0) return undefined;
  const found = known.get(values) ?? tabulate(values);
  known.set(values, found);
  return found;
}

function tabulate(values: JsonArray): Enumeration {
  const texts = new Set(values.map(canonicalText));
  return {
    names: values.map(String),
    has(value, steps) {
      const text = canonicalText(value);
      steps.spendOnText(text);
      return texts.has(text);
    },
  };
}
