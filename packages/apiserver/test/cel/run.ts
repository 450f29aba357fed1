// What our engine makes of an expression, in the form of the recording.

import { libraryType } from '../../src/cel/check/signatures.ts';
import { estimateCost } from '../../src/cel/estimate/estimate.ts';
import { compile, Program } from '../../src/cel/program.ts';
import {
  boolType,
  type CelType,
  dynType,
  intType,
  listType,
  mapType,
  stringType,
  typeText,
} from '../../src/cel/type.ts';
import { ArrayList, CelError, EntryMap, type Value } from '../../src/cel/value.ts';
import { Steps } from '../../src/schema/steps.ts';
import { shown } from './shown.ts';

export interface Outcome {
  readonly compile?: string;
  readonly type?: string;
  readonly program?: string;
  readonly value?: string;
  readonly error?: string;
  readonly cost?: number;
  readonly estimate?: readonly [string, string];
}

const types: ReadonlyMap<string, CelType> = new Map<string, CelType>([
  ['i', intType],
  ['s', stringType],
  ['d', dynType],
  ['l', listType(intType)],
  ['m', mapType(stringType, stringType)],
  ['b', boolType],
  ['absent', dynType],
  ['authorizer', libraryType('kubernetes.authorization.Authorizer')],
]);

function map(entries: Readonly<Record<string, Value>>): Value {
  const made = new EntryMap();
  for (const [key, value] of Object.entries(entries)) made.set(key, value);
  return made;
}

const values: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['i', 5n],
  ['s', 'hello'],
  ['b', true],
  ['d', map({ a: 1n, b: new ArrayList([1n, 2n, map({ c: 'x' })]), n: null, f: 1.5, t: true, s: 'text' })],
  ['l', new ArrayList([1n, 2n, 3n])],
  ['m', map({ x: '1', 'y-z': '2' })],
]);

export function run(expression: string): Outcome {
  const checked = compile(expression, { variables: types, fieldsOf: () => undefined });
  if (typeof checked === 'string') return { compile: checked };
  const type = typeText(checked.type);
  const { least, most } = estimateCost(checked);
  const estimate = [String(least), String(most)] as const;
  const program = Program.of(checked);
  if (typeof program === 'string') return { type, estimate, program };
  const { value, cost } = program.evaluate(values, new Steps());
  if (value instanceof CelError) return { type, estimate, error: value.message, cost };
  return { type, estimate, value: shown(value), cost };
}
