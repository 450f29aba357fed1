// Labels of objects, and the selectors that are written in objects.

import { LabelQuery } from '@kube-rx/core';
import { type JsonObject, objectAt, objectsAt, stringEntries, stringsAt, textAt } from './json/json.ts';

export function labelsIn(labels: JsonObject): Record<string, string> {
  return Object.fromEntries(stringEntries(labels));
}

/**
 * Reads a LabelSelector.
 *
 * @throws InvalidRequestError for an operator that there is not.
 */
export function labelQueryOf(selector: JsonObject): LabelQuery {
  return LabelQuery.fromObject({
    matchLabels: labelsIn(objectAt(selector, 'matchLabels')),
    matchExpressions: objectsAt(selector, 'matchExpressions').map((one) => ({
      key: textAt(one, 'key'),
      operator: textAt(one, 'operator'),
      values: stringsAt(one, 'values'),
    })),
  });
}
