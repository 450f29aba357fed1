import {
  arrayAt,
  isJsonObject,
  type JsonObject,
  numberAt,
  objectAt,
  stringAt,
  valueAt,
} from '../../json/json.ts';
import { at, type Cells } from '../cell.ts';

function ready(pod: JsonObject): string {
  const statuses = arrayAt(objectAt(pod, 'status'), 'containerStatuses').filter(isJsonObject);
  const up = statuses.filter((status) => valueAt(status, 'ready') === true).length;
  return `${up}/${arrayAt(objectAt(pod, 'spec'), 'containers').length}`;
}

function status(pod: JsonObject): string {
  const reported = objectAt(pod, 'status');
  if (stringAt(objectAt(pod, 'metadata'), 'deletionTimestamp') !== undefined) return 'Terminating';
  const waiting = arrayAt(reported, 'containerStatuses')
    .filter(isJsonObject)
    .map((one) => {
      const state = objectAt(one, 'state');
      return (
        stringAt(objectAt(state, 'waiting'), 'reason') ?? stringAt(objectAt(state, 'terminated'), 'reason')
      );
    });
  return (
    waiting.find((reason) => reason !== undefined) ??
    stringAt(reported, 'reason') ??
    stringAt(reported, 'phase') ??
    ''
  );
}

function restarts(pod: JsonObject): string {
  const statuses = arrayAt(objectAt(pod, 'status'), 'containerStatuses').filter(isJsonObject);
  return String(statuses.reduce((sum, status) => sum + (numberAt(status, 'restartCount') ?? 0), 0));
}

export const cells: Cells = {
  Ready: ready,
  Status: status,
  Restarts: restarts,
  IP: at('status.podIP'),
  Node: at('spec.nodeName'),
  'Nominated Node': at('status.nominatedNodeName'),
  'Readiness Gates': () => '<none>',
};
