// Converts Events between events.k8s.io and core, whose field names are stored.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/events/v1/conversion.go

import { type JsonObject, valueAt, without } from '../../json/json.ts';
import type { Conversion } from '../conversion.ts';

// The name in events.k8s.io, then the one in core.
const renamed: readonly (readonly [newer: string, stored: string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

const toStored = new Map(renamed);
const fromStored = new Map(renamed.map(([newer, stored]) => [stored, newer]));

function rename(object: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [names.get(key) ?? key, value]));
}

// The newer type leaves out what the older one prints empty.
const emptyInOlder = ['reportingComponent', 'reportingInstance'];

export const conversion: Conversion = {
  toStored: (object) => rename(object, toStored),
  fromStored: (object) => {
    const empty = emptyInOlder.filter((key) => valueAt(object, key) === '');
    return rename(without(object, ...empty), fromStored);
  },
};
