// What the containers of a pod use together at most: those that start one after the other, and those that run on.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/component-helpers/resource/helpers.go

import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt } from '../json/json.ts';
import {
  addedAmounts,
  amountsIn,
  greaterAmounts,
  noAmounts,
  type ResourceAmounts,
} from '../validation/resource-amounts.ts';

/** What a container asks for or may use. */
export type Bound = 'requests' | 'limits';

/** The amounts of one container. */
type AmountsOf = (container: JsonObject) => ResourceAmounts;

/** What the pod asks for itself goes before the sum of its containers, of the resources that `ofPod` takes. */
export function podAmounts(
  pod: JsonObject,
  bound: Bound,
  { amountsOf, ofPod }: { readonly amountsOf?: AmountsOf; readonly ofPod: (name: string) => boolean },
): ResourceAmounts {
  const spec = objectAt(pod, 'spec');
  const sum = new Map(containerSum(spec, amountsOf ?? ((container) => containerAmounts(container, bound))));
  for (const [name, amount] of containerAmounts(spec, bound)) if (ofPod(name)) sum.set(name, amount);
  return sum;
}

export function containerAmounts(container: JsonObject, bound: Bound): ResourceAmounts {
  const resources = container['resources'];
  return isJsonObject(resources) ? amountsIn(objectAt(resources, bound)) : noAmounts;
}

function containerSum(spec: JsonObject, amountsOf: AmountsOf): ResourceAmounts {
  let sum = noAmounts;
  for (const container of objectsAt(spec, 'containers')) sum = addedAmounts(sum, amountsOf(container));
  let [running, starting] = [noAmounts, noAmounts];
  for (const container of objectsAt(spec, 'initContainers')) {
    const own = amountsOf(container);
    const together = addedAmounts(running, own);
    if (textAt(container, 'restartPolicy') === 'Always') {
      sum = addedAmounts(sum, own);
      running = together;
    }
    starting = greaterAmounts(starting, together);
  }
  return greaterAmounts(sum, starting);
}
