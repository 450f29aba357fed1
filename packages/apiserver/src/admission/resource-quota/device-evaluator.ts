// What quotas count of claims for devices: devices by their class, as many as a claim may get at most.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/quota/v1/evaluator/core/resource_claims.go

import { isJsonObject, type JsonObject, numberAt, objectAt, objectsAt, textAt } from '../../json/json.ts';
import {
  addedAmounts,
  greaterAmounts,
  noAmounts,
  type ResourceAmounts,
} from '../../validation/resource-amounts.ts';
import { type Evaluator, noMarks, pieces } from './evaluator.ts';

const count = 'count/resourceclaims.resource.k8s.io';
const ofClass = '.deviceclass.resource.k8s.io/devices';

export const deviceEvaluator: Evaluator = {
  counts: (name) => name === count || name.endsWith(ofClass),
  handles: ({ operation, subresource }) =>
    subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
  measure(claim) {
    let usage = pieces(1, count);
    for (const request of objectsAt(claim, 'spec', 'devices', 'requests'))
      usage = addedAmounts(usage, devicesOf(request));
    return { usage, marks: noMarks };
  },
};

function devicesOf(request: JsonObject): ResourceAmounts {
  const choices = objectsAt(request, 'firstAvailable');
  // The worst of those that it may get.
  if (choices.length > 0) return choices.map(devices).reduce(greaterAmounts, noAmounts);
  return isJsonObject(request['exactly']) ? devices(objectAt(request, 'exactly')) : noAmounts;
}

const most = 32;

function devices(exact: JsonObject): ResourceAmounts {
  const name = `${textAt(exact, 'deviceClassName')}${ofClass}`;
  switch (textAt(exact, 'allocationMode')) {
    // As the real server completes it.
    case '':
    case 'ExactCount':
      return pieces(numberAt(exact, 'count') || 1, name);
    case 'All':
      return pieces(most, name);
    default:
      return pieces(0, name);
  }
}
