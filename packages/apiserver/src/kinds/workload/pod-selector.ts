// Which pods a workload calls its own: a selector, and whether it selects what the workload makes.

import { InvalidRequestError } from '@kube-rx/core';
import { type Json, type JsonObject, sortedMap, stringsAt } from '../../json/json.ts';
import { labelQueryOf, labelsIn } from '../../label-selector.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { isEmptySelector, selectorFaults } from '../../validation/labels.ts';

/** A selector that must be there and select something. `kind`: as the real server calls the workload. */
export function podSelectorFaults(selector: Field, kind: string): FieldFault[] {
  if (!selector.isSet) return [selector.required()];
  return [...selectorFaults(selector), ...emptySelectorFaults(selector, kind)];
}

export function emptySelectorFaults(selector: Field, kind: string): FieldFault[] {
  if (!selector.isSet || !isEmptySelector(selector)) return [];
  return [selector.invalid(`empty selector is invalid for ${kind}`, shownSelector(selector))];
}

/** Undefined where the selector cannot be read; one that is absent selects nothing. */
export function selects(selector: Field, labels: JsonObject): boolean | undefined {
  if (!selector.isSet) return false;
  try {
    return labelQueryOf(selector.object).matches(labelsIn(labels));
  } catch (error) {
    if (error instanceof InvalidRequestError) return undefined;
    throw error;
  }
}

/** What is said of labels that the selector does not select; `template` is that of the pods. */
export function unselectedFault(template: Field): FieldFault {
  const labels = template.at('metadata', 'labels');
  return labels.invalid('`selector` does not match template `labels`', shownLabels(labels));
}

function shownLabels(labels: Field): Json {
  return labels.isSet ? sortedMap(labels.object) : null;
}

/** A selector as Go prints it. */
export function shownSelector(selector: Field): Json {
  if (!selector.isSet) return null;
  const [labels, expressions] = [selector.at('matchLabels'), selector.at('matchExpressions').items];
  return {
    ...(labels.size > 0 && { matchLabels: sortedMap(labels.object) }),
    ...(expressions.length > 0 && {
      matchExpressions: expressions.map((one) => ({
        key: one.at('key').text,
        operator: one.at('operator').text,
        ...(one.at('values').size > 0 && { values: stringsAt(one.value, 'values') }),
      })),
    }),
  };
}
