// The values that a schema names one by one, looked up in a table.

import { arrayAt, type Json, type JsonArray, jsonText, sortedKeys } from '../json/json.ts';
import type { Schema } from './structural.ts';

export interface Enumeration {
  /** As they are printed. */
  readonly names: readonly string[];
  has(value: Json): boolean;
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
  const texts = new Set(values.map(textOf));
  return { names: values.map(String), has: (value) => texts.has(textOf(value)) };
}

function textOf(value: Json): string {
  return jsonText(sortedKeys(value));
}
