// What `kubectl get events` shows.

import { type JsonObject, numberAt, objectAt, stringAt, textAt } from '../../json/json.ts';
import { formatAge } from '../age.ts';
import type { Cells } from '../cell.ts';

function firstSeen(event: JsonObject, now: number): string {
  return formatAge(stringAt(event, 'firstTimestamp') ?? stringAt(event, 'eventTime'), now);
}

function lastSeen(event: JsonObject, now: number): string {
  const observed = stringAt(event, 'series', 'lastObservedTime');
  if (Object.keys(objectAt(event, 'series')).length > 0) return formatAge(observed, now);
  const last = stringAt(event, 'lastTimestamp');
  return last === undefined ? firstSeen(event, now) : formatAge(last, now);
}

function target(event: JsonObject): string {
  const involved = objectAt(event, 'involvedObject');
  const kind = textAt(involved, 'kind').toLowerCase();
  return textAt(involved, 'name') === '' ? kind : `${kind}/${textAt(involved, 'name')}`;
}

// Older events come from a component of a host, newer ones from a controller's instance.
function origin(event: JsonObject): string {
  const source = objectAt(event, 'source');
  const both = [textAt(source, 'component'), textAt(source, 'host')];
  const named =
    both[0] === '' ? [textAt(event, 'reportingComponent'), textAt(event, 'reportingInstance')] : both;
  return named.filter((one) => one !== '').join(', ');
}

export const cells: Cells = {
  'Last Seen': lastSeen,
  Type: (event) => textAt(event, 'type'),
  Reason: (event) => textAt(event, 'reason'),
  Object: target,
  Subobject: (event) => textAt(event, 'involvedObject', 'fieldPath'),
  Source: origin,
  Message: (event) => textAt(event, 'message').trim(),
  'First Seen': firstSeen,
  Count: (event) => numberAt(event, 'series', 'count') ?? numberAt(event, 'count') ?? 1,
};
