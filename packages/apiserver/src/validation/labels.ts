// Labels, annotations, and selectors of labels.
// https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/apis/meta/v1/validation/validation.go

import {
  isJsonObject,
  type Json,
  type JsonObject,
  objectAt,
  objectsAt,
  sortedMap,
  stringEntries,
} from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import type { Field } from './field.ts';
import { labelValueComplaints, qualifiedNameComplaints } from './names.ts';

export function labelFaults(labels: Field): FieldFault[] {
  return stringEntries(labels.object).flatMap(([key, value]) => [
    ...qualifiedNameComplaints(key).map((complaint) => labels.invalid(complaint, key)),
    ...labelValueComplaints(value).map((complaint) => labels.invalid(complaint, value)),
  ]);
}

const maxAnnotationBytes = 256 * 1024;

export function annotationFaults(annotations: Field): FieldFault[] {
  const entries = stringEntries(annotations.object);
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  return [
    ...entries.flatMap(([key]) =>
      qualifiedNameComplaints(key.toLowerCase()).map((complaint) => annotations.invalid(complaint, key)),
    ),
    ...(bytes > maxAnnotationBytes ? [annotations.tooLong(maxAnnotationBytes)] : []),
  ];
}

/** A LabelSelector as Go prints it: labels by their names, what is asked of each in the order of its type. */
export function shownSelector(selector: Json | undefined): Json {
  if (!isJsonObject(selector)) return null;
  const labels = objectAt(selector, 'matchLabels');
  const requirements = objectsAt(selector, 'matchExpressions').map(
    ({ key = '', operator = '', values }): JsonObject => ({
      key,
      operator,
      ...(values !== undefined && { values }),
    }),
  );
  return {
    ...(Object.keys(labels).length > 0 && { matchLabels: sortedMap(labels) }),
    ...(requirements.length > 0 && { matchExpressions: requirements }),
  };
}

/** Of a LabelSelector; nothing where there is none. */
export function selectorFaults(selector: Field): FieldFault[] {
  return [
    ...labelFaults(selector.at('matchLabels')),
    ...selector.at('matchExpressions').items.flatMap((requirement) => requirementFaults(requirement)),
  ];
}

/** Whether a selector selects everything. */
export function isEmptySelector(selector: Field): boolean {
  return selector.at('matchLabels').size === 0 && selector.at('matchExpressions').size === 0;
}

/** `judgesOperator`: whether an operator that there is not is a fault. */
export function requirementFaults(requirement: Field, judgesOperator = true): FieldFault[] {
  const [key, values] = [requirement.at('key'), requirement.at('values')];
  return [
    ...(judgesOperator ? operatorFaults(requirement.at('operator'), values) : []),
    ...key.invalidText(qualifiedNameComplaints(key.text)),
    ...labelValueFaults(values),
  ];
}

/** Of the values that a requirement names. */
export function labelValueFaults(values: Field): FieldFault[] {
  return values.items.flatMap((value) => value.invalidText(labelValueComplaints(value.text)));
}

/** Whether there are values where the operator wants some. */
export function operatorFaults(operator: Field, values: Field): FieldFault[] {
  switch (operator.text) {
    case 'In':
    case 'NotIn':
      if (values.size > 0) return [];
      return [values.required("must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.size === 0) return [];
      return [values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [operator.invalidTyped('not a valid selector operator', operator.text)];
  }
}
