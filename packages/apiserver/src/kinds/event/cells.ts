// What `kubectl get events` shows.

import { type JsonObject, numberAt, objectAt, stringAt } from '../../json/json.ts';
import { formatAge } from '../age.ts';
import type { Cells } from '../cell.ts';

function text(object: JsonObject, key: string): string {
  return stringAt(object, key) ?? '';
}

function firstSeen(event: JsonObject, now: number): string {
  return formatAge(stringAt(event, 'firstTimestamp') ?? stringAt(event, 'eventTime'), now);
}

function lastSeen(event: JsonObject, now: number): string {
  const observed = stringAt(objectAt(event, 'series'), 'lastObservedTime');
  if (Object.keys(objectAt(event, 'series')).length > 0) return formatAge(observed, now);
  const last = stringAt(event, 'lastTimestamp');
  return last === undefined ? firstSeen(event, now) : formatAge(last, now);
}

function target(event: JsonObject): string {
  const involved = objectAt(event, 'involvedObject');
  const kind = text(involved, 'kind').toLowerCase();
  return text(involved, 'name') === '' ? kind : `${kind}/${text(involved, 'name')}`;
}

// Older events come from a component of a host, newer ones from a controller's instance.
function origin(event: JsonObject): string {
  const source = objectAt(event, 'source');
  const both = [text(source, 'component'), text(source, 'host')];
  const named = both[0] === '' ? [text(event, 'reportingComponent'), text(event, 'reportingInstance')] : both;
  return named.filter((one) => one !== '').join(', ');
}

export const cells: Cells = {
  'Last Seen': lastSeen,
  Type: (event) => text(event, 'type'),
  Reason: (event) => text(event, 'reason'),
  Object: target,
  Subobject: (event) => text(objectAt(event, 'involvedObject'), 'fieldPath'),
  Source: origin,
  Message: (event) => text(event, 'message').trim(),
  'First Seen': firstSeen,
  Count: (event) => numberAt(objectAt(event, 'series'), 'count') ?? numberAt(event, 'count') ?? 1,
};
