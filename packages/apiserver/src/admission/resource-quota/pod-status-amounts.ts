// What a container has, where its node tells so, beside what its pod asks for: a resize takes effect later.

import { isJsonObject, type JsonObject, objectAt, objectsAt, textAt } from '../../json/json.ts';
import { amountsIn, greaterAmounts, type ResourceAmounts } from '../../validation/resource-amounts.ts';
import { type Bound, containerAmounts } from '../pod-amounts.ts';

/** Gives the amounts of a container of this pod that count. */
export function statusAmounts(pod: JsonObject, bound: Bound): (container: JsonObject) => ResourceAmounts {
  const statuses = new Map(
    ['containerStatuses', 'initContainerStatuses'].flatMap((key) =>
      objectsAt(pod, 'status', key).map((one): [string, JsonObject] => [textAt(one, 'name'), one]),
    ),
  );
  const starting = new Set(
    objectsAt(pod, 'spec', 'initContainers')
      .filter((one) => textAt(one, 'restartPolicy') !== 'Always')
      .map((one) => textAt(one, 'name')),
  );
  const isInfeasible = objectsAt(pod, 'status', 'conditions').some(
    (one) => textAt(one, 'type') === 'PodResizePending' && textAt(one, 'reason') === 'Infeasible',
  );
  return (container) => {
    const asked = containerAmounts(container, bound);
    const name = textAt(container, 'name');
    const status = statuses.get(name);
    if (!status || starting.has(name) || !isJsonObject(status['resources'])) return asked;
    let had = containerAmounts(status, bound);
    if (bound === 'requests') had = greaterAmounts(had, amountsIn(objectAt(status, 'allocatedResources')));
    return isInfeasible ? had : greaterAmounts(asked, had);
  };
}
