// What cel-go judges after the types: literals that will never do, and lists of mixed types.

import { patterns } from '../../schema/pattern.ts';
import type { Steps } from '../../schema/steps.ts';
import { toDuration, toTimestamp } from '../run/conversions.ts';
import { formatIssue } from '../run/functions/format-string.ts';
import type { Call, Expression, ListLiteral, MapLiteral } from '../syntax/expression.ts';
import { partsOf } from '../syntax/expression.ts';
import type { Issue } from '../syntax/issue.ts';
import { type CelType, typeText } from '../type.ts';
import { CelError, type Value } from '../value.ts';
import type { Checked } from './checker.ts';
import { unwrapped } from './unification.ts';

export function literalIssues(checked: Checked, steps: Steps): Issue[] {
  const issues: Issue[] = [];
  // Of each part, whether it is within a call of `format`, whose arguments may differ in type.
  const waiting: (readonly [Expression, boolean])[] = [[checked.expression, false]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [part, isFormatted] = next;
    issues.push(...issuesOf(checked, part, { isFormatted, steps }));
    const isFormat = part.kind === 'call' && part.name === 'format';
    for (const inner of partsOf(part)) waiting.push([inner, isFormatted || isFormat]);
  }
  return issues;
}

function issuesOf(
  checked: Checked,
  part: Expression,
  { isFormatted, steps }: { isFormatted: boolean; steps: Steps },
): Issue[] {
  if (part.kind === 'call') return callIssues(checked, part, steps);
  if (isFormatted) return [];
  if (part.kind === 'list') return listIssues(checked, part);
  return part.kind === 'map' ? mapIssues(checked, part) : [];
}

const judges: ReadonlyMap<string, (value: Value, steps: Steps) => boolean> = new Map([
  ['duration', (value: Value) => !(toDuration(value) instanceof CelError)],
  ['timestamp', (value: Value) => !(toTimestamp(value) instanceof CelError)],
  [
    'matches',
    (value: Value, steps: Steps) => typeof value === 'string' && patterns.refusal(value, steps) === undefined,
  ],
]);

function callIssues(checked: Checked, part: Call, steps: Steps): Issue[] {
  const issue = part.name === 'format' ? formatIssue(checked, part) : undefined;
  if (issue) return [issue];
  const [first] = part.args;
  const judge = judges.get(part.name);
  if (!judge || first?.kind !== 'literal' || judge(first.value, steps)) return [];
  return [{ offset: first.offset, message: `invalid ${part.name} argument` }];
}

function listIssues(checked: Checked, { items, optional }: ListLiteral): Issue[] {
  const types = items.map((item, index) => {
    const type = checked.typeOf(item);
    return optional.has(index) ? unwrapped(type) : type;
  });
  const [first] = types;
  if (!first) return [];
  const index = types.findIndex((type) => !isSameShape(first, type));
  const item = items[index];
  return item ? [mismatch(item, first, types[index] ?? first)] : [];
}

function mapIssues(checked: Checked, { entries }: MapLiteral): Issue[] {
  const [first] = entries;
  if (!first) return [];
  const keys = checked.typeOf(first.key);
  const typeOfValue = ({ value, isOptional }: (typeof entries)[number]): CelType =>
    isOptional ? unwrapped(checked.typeOf(value)) : checked.typeOf(value);
  const values = typeOfValue(first);
  return entries.flatMap((entry) => {
    const [key, value] = [checked.typeOf(entry.key), typeOfValue(entry)];
    return [
      ...(isSameShape(keys, key) ? [] : [mismatch(entry.key, keys, key)]),
      ...(isSameShape(values, value) ? [] : [mismatch(entry.value, values, value)]),
    ];
  });
}

function mismatch(at: Expression, expected: CelType, found: CelType): Issue {
  return {
    offset: at.offset,
    message: `expected type '${typeText(expected)}' but found '${typeText(found)}'`,
  };
}

function isSameShape(a: CelType, b: CelType): boolean {
  if (a.kind !== b.kind || a.name !== b.name || a.parameters.length !== b.parameters.length) return false;
  return a.parameters.every((one, index) => isSameShape(one, b.parameters[index] ?? one));
}
