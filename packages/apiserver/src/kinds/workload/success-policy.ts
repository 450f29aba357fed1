// When an Indexed Job has succeeded, though not all of its indexes have.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go

import type { Json } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { nonNegativeFaults } from '../../validation/numbers.ts';
import { indexesIn } from './index-list.ts';

const maxRules = 20;
const maxIndexesBytes = 64 * 1024;

export function successPolicyFaults(spec: Field): FieldFault[] {
  const policy = spec.at('successPolicy');
  if (spec.at('completionMode').text !== 'Indexed')
    return [policy.invalid('requires indexed completion mode', goSuccessPolicy(policy))];
  const rules = policy.at('rules');
  return [
    ...(rules.size === 0
      ? [rules.required('at least one rules must be specified when the successPolicy is specified')]
      : []),
    ...(rules.size > maxRules ? [rules.tooMany(maxRules)] : []),
    ...rules.items.flatMap((rule) => ruleFaults(rule, spec.at('completions').number)),
  ];
}

/** As Go prints its own type. */
export function goSuccessPolicy(policy: Field): Json {
  if (!policy.isSet) return null;
  const rules = policy.at('rules').items.map((rule) => ({
    SucceededIndexes: rule.at('succeededIndexes').value ?? null,
    SucceededCount: rule.at('succeededCount').value ?? null,
  }));
  return { Rules: rules.length === 0 ? null : rules };
}

function ruleFaults(rule: Field, completions: number): FieldFault[] {
  const [count, indexes] = [rule.at('succeededCount'), rule.at('succeededIndexes')];
  if (!count.isSet && !indexes.isSet)
    return [rule.required('at least one of succeededCount or succeededIndexes must be specified')];
  const listed = indexesIn(indexes.text, completions);
  return [
    ...(Buffer.byteLength(indexes.text) > maxIndexesBytes ? [indexes.tooLong(maxIndexesBytes)] : []),
    ...(listed.complaint === undefined
      ? []
      : [indexes.invalid(`error parsing succeededIndexes: ${listed.complaint}`)]),
    ...nonNegativeFaults(count),
    ...(count.number > completions ? [count.invalid(atMost(completions, 'specified completions'))] : []),
    ...(indexes.isSet && count.number > listed.count
      ? [count.invalid(atMost(listed.count, 'indexes in the specified succeededIndexes field'))]
      : []),
  ];
}

function atMost(most: number, what: string): string {
  return `must be less than or equal to ${most} (the number of ${what})`;
}
