// One item of a LimitRange: the bounds of one type of object.

import { isJsonObject, type JsonObject, objectAt, objectsAt, sortedMap, textAt } from '../../json/json.ts';
import { amountsIn, type ResourceAmounts } from '../../validation/resource-amounts.ts';

export interface LimitItem {
  /** `Container`, `Pod`, `PersistentVolumeClaim`; there may be others, which nothing has. */
  readonly type: string;
  readonly min: ResourceAmounts;
  readonly max: ResourceAmounts;
  readonly maxLimitRequestRatio: ResourceAmounts;
  /** As written. */
  readonly default: JsonObject;
  readonly defaultRequest: JsonObject;
  /** How many bounds there are, 1 where there is none. */
  readonly size: number;
}

// The real server walks its maps in the order of chance; here it is that of the names.
export function limitItems(range: JsonObject): LimitItem[] {
  return objectsAt(range, 'spec', 'limits').map((item) => {
    const list = (key: string): JsonObject => sortedMap(objectAt(item, key));
    const sizes = Object.values(item).map((one) => (isJsonObject(one) ? Object.keys(one).length : 0));
    return {
      size: sizes.reduce((sum, size) => sum + size, 1),
      type: textAt(item, 'type'),
      min: amountsIn(list('min')),
      max: amountsIn(list('max')),
      maxLimitRequestRatio: amountsIn(list('maxLimitRequestRatio')),
      default: list('default'),
      defaultRequest: list('defaultRequest'),
    };
  });
}
