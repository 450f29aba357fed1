// effect says that a number may be written as "Infinity", "-Infinity" or "NaN". No JSON of a cluster holds one as a number,
// and who reads "NaN" there gets a string: so it is a number, and nothing else.

import { isRecord, sameJson, without } from './draft.ts';

const names = { type: 'string', enum: ['Infinity', '-Infinity', 'NaN'] };

export function withoutInfinity(node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const listed = node['anyOf'];
  if (!Array.isArray(listed)) return node;
  const anyOf: readonly unknown[] = listed;
  const rest = without(node, ['anyOf']);
  const [number, ...others] = anyOf.filter((branch) => !sameJson(branch, names));
  const isNumber = others.length < anyOf.length - 1 && isRecord(number) && number['type'] === 'number';
  if (!isNumber) return node;
  return others.length === 0 ? { ...number, ...rest } : { ...rest, anyOf: [number, ...others] };
}
