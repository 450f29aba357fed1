// What quotas count of claims for devices: devices by their class, as many as a claim may get at most, and by the names
// by which pods ask for a device of the class without a claim.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/quota/v1/evaluator/core/resource_claims.go

import { isJsonObject, type JsonObject, numberAt, objectAt, objectsAt, textAt } from '../../json/json.ts';
import type { ResourceStore } from '../../storage/resource-store.ts';
import {
  addedAmounts,
  greaterAmounts,
  noAmounts,
  type ResourceAmounts,
} from '../../validation/resource-amounts.ts';
import { type Evaluator, isExtendedRequest, noMarks, ofDeviceClass, pieces } from './evaluator.ts';

const count = 'count/resourceclaims.resource.k8s.io';
const ofClass = '.deviceclass.resource.k8s.io/devices';

export function countsDevices(name: string): boolean {
  return name === count || name.endsWith(ofClass) || isExtendedRequest(name);
}

/** `classes`: the DeviceClasses of the server. */
export function deviceEvaluator(classes: () => Classes | undefined): Evaluator {
  return {
    counts: countsDevices,
    handles: ({ operation, subresource }) =>
      subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
    measure(claim) {
      let usage = noAmounts;
      for (const request of objectsAt(claim, 'spec', 'devices', 'requests'))
        usage = addedAmounts(usage, devicesOf(request));
      const extended = extendedAmounts(usage, classes());
      return { usage: new Map([...pieces(1, count), ...usage, ...extended]), marks: noMarks };
    },
    basis: () => classes()?.snapshot,
  };
}

type Classes = Pick<ResourceStore, 'get' | 'snapshot'>;

// The same devices again, by the names of extended resources.
function extendedAmounts(usage: ResourceAmounts, classes: Classes | undefined): ResourceAmounts {
  let extended = noAmounts;
  for (const [name, amount] of usage) {
    const className = name.slice(0, -ofClass.length);
    const stored = classes?.get(className);
    if (!stored || amount.nanos === 0n) continue;
    const own = textAt(stored.object, 'spec', 'extendedResourceName');
    const names = [`${ofDeviceClass}${className}`, ...(own === '' ? [] : [own])];
    extended = greaterAmounts(extended, new Map(names.map((one) => [`requests.${one}`, amount])));
  }
  return extended;
}

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
