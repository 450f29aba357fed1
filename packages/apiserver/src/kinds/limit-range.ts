import { type JsonObject, objectAt, stringAt } from '../json/json.ts';
import { always, each } from './defaults.ts';
import type { Kind } from './kind.ts';
import { limitRangeFaults } from './limit-range-validation.ts';

function withLimits(item: JsonObject): JsonObject {
  if (stringAt(item, 'type') !== 'Container') return item;
  const limit = { ...objectAt(item, 'max'), ...objectAt(item, 'default') };
  const request = { ...objectAt(item, 'min'), ...limit, ...objectAt(item, 'defaultRequest') };
  return {
    ...item,
    ...(Object.keys(limit).length > 0 && { default: limit }),
    ...(Object.keys(request).length > 0 && { defaultRequest: request }),
  };
}

export const limitRange: Kind = {
  group: '',
  kind: 'LimitRange',
  createOnUpdate: true,
  validate: limitRangeFaults,
  defaults: { spec: always({ limits: each(withLimits, null) }) },
};
