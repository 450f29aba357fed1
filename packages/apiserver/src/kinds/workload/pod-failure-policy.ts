// What a Job makes of failed pods.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go

import { type Json, type JsonObject, objectsAt, textAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { requiredChoiceFaults } from '../../validation/choices.ts';
import type { Field } from '../../validation/field.ts';
import { qualifiedNameComplaints } from '../../validation/names.ts';
import { each, type Rule, within } from '../defaults.ts';

const maxRules = 20;
const maxValues = 255;
const maxPatterns = 20;

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const operators = ['In', 'NotIn'];
const statuses = ['False', 'True', 'Unknown'];

/** Conditions are true unless it is said otherwise. */
export const podFailurePolicyDefaults: Rule = within({
  rules: each({ onPodConditions: each({ status: (status) => (status ?? '') || 'True' }) }),
});

export function podFailurePolicyFaults(spec: Field): FieldFault[] {
  const rules = spec.at('podFailurePolicy', 'rules');
  const pod = spec.at('template', 'spec').value;
  const containers = [...objectsAt(pod, 'containers'), ...objectsAt(pod, 'initContainers')];
  const names = new Set(containers.map((one) => textAt(one, 'name')));
  const isPerIndex = spec.at('backoffLimitPerIndex').isSet;
  return [
    ...(rules.size > maxRules ? [rules.tooMany(maxRules)] : []),
    ...rules.items.flatMap((rule) => [
      ...actionFaults(rule.at('action'), isPerIndex),
      ...ruleFaults(rule, names),
    ]),
  ];
}

/** As Go prints its own type. */
export function goFailurePolicy(policy: Field): Json {
  if (!policy.isSet) return null;
  return { Rules: listOr(policy.at('rules').items.map(goRule)) };
}

function goRule(rule: Field): JsonObject {
  const [codes, patterns] = [rule.at('onExitCodes'), rule.at('onPodConditions').items];
  const required = {
    ContainerName: codes.at('containerName').value ?? null,
    Operator: codes.at('operator').text,
    Values: codes.at('values').value ?? null,
  };
  return {
    Action: rule.at('action').text,
    OnExitCodes: codes.isSet ? required : null,
    OnPodConditions: listOr(
      patterns.map((one) => ({ Type: one.at('type').text, Status: one.at('status').text })),
    ),
  };
}

function listOr(list: readonly JsonObject[]): Json {
  return list.length === 0 ? null : list;
}

function actionFaults(action: Field, isPerIndex: boolean): FieldFault[] {
  if (action.text === 'FailIndex')
    return isPerIndex ? [] : [action.invalid('requires the backoffLimitPerIndex to be set')];
  return requiredChoiceFaults(action, actions, choicesOf(actions));
}

// As Go prints a list of texts.
function choicesOf(values: readonly string[]): string {
  return `valid values: [${values.map((one) => JSON.stringify(one)).join(' ')}]`;
}

function ruleFaults(rule: Field, containers: ReadonlySet<string>): FieldFault[] {
  const [codes, patterns] = [rule.at('onExitCodes'), rule.at('onPodConditions')];
  const [hasCodes, hasPatterns] = [codes.isSet, patterns.size > 0];
  return [
    ...(hasCodes ? exitCodeFaults(codes, containers) : []),
    ...(hasPatterns ? patternFaults(patterns) : []),
    ...(hasCodes && hasPatterns
      ? [rule.unfit('specifying both OnExitCodes and OnPodConditions is not supported')]
      : []),
    ...(hasCodes || hasPatterns
      ? []
      : [rule.unfit('specifying one of OnExitCodes and OnPodConditions is required')]),
  ];
}

function patternFaults(patterns: Field): FieldFault[] {
  return [
    ...(patterns.size > maxPatterns ? [patterns.tooMany(maxPatterns)] : []),
    ...patterns.items.flatMap((pattern) => {
      const type = pattern.at('type');
      return [
        ...type.invalidText(qualifiedNameComplaints(type.text)),
        ...requiredChoiceFaults(pattern.at('status'), statuses, choicesOf(statuses)),
      ];
    }),
  ];
}

function exitCodeFaults(codes: Field, containers: ReadonlySet<string>): FieldFault[] {
  const [operator, container, values] = [codes.at('operator'), codes.at('containerName'), codes.at('values')];
  return [
    ...requiredChoiceFaults(operator, operators, choicesOf(operators)),
    ...(container.isSet && !containers.has(container.text)
      ? [container.invalid('must be one of the container or initContainer names in the pod template')]
      : []),
    ...(values.size === 0 ? [values.invalid('at least one value is required', [])] : []),
    ...(values.size > maxValues ? [values.tooMany(maxValues)] : []),
    ...valueFaults(values, operator.text),
  ];
}

function valueFaults(values: Field, operator: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const seen = new Set<Json | undefined>();
  let isOrdered = true;
  let previous = Number.NEGATIVE_INFINITY;
  for (const value of values.items) {
    if (operator === 'In' && value.number === 0)
      faults.push(value.invalid('must not be 0 for the In operator'));
    if (seen.has(value.value)) faults.push(value.duplicate());
    seen.add(value.value);
    if (previous > value.number) isOrdered = false;
    previous = value.number;
  }
  if (!isOrdered) faults.push(values.invalid('must be ordered'));
  return faults;
}
