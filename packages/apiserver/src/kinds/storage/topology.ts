// Where the volumes of a class may be.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';

export function topologyFaults(terms: Field): FieldFault[] {
  // An empty term is one that the real server takes for a repeated one.
  const seen = new Set<string>(['[]']);
  return terms.items.flatMap((term) => {
    const expressions = term.at('matchLabelExpressions');
    const said = meaningOf(expressions);
    const isRepeated = seen.has(said);
    seen.add(said);
    return [...expressionFaults(expressions), ...(isRepeated ? [expressions.duplicate('')] : [])];
  });
}

/** The same text for terms that say the same. */
function meaningOf(expressions: Field): string {
  const values = new Map(
    expressions.items.map((one) => {
      const texts = new Set(one.at('values').items.map(({ text }) => text));
      return [one.at('key').text, [...texts].sort()];
    }),
  );
  return JSON.stringify([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function expressionFaults(expressions: Field): FieldFault[] {
  const keys = new Set<string>();
  return expressions.items.flatMap((expression) => {
    const [key, values] = [expression.at('key'), expression.at('values')];
    const isRepeated = keys.has(key.text);
    keys.add(key.text);
    return [
      ...(values.size === 0 ? [values.required()] : []),
      ...repeated(values),
      ...key.invalidText(qualifiedNameComplaints(key.text)),
      ...(isRepeated ? [key.duplicate(key.text)] : []),
    ];
  });
}

function repeated(values: Field): FieldFault[] {
  const seen = new Set<string>();
  return values.items.flatMap((value) => {
    if (seen.has(value.text)) return [value.duplicate()];
    seen.add(value.text);
    return [];
  });
}
