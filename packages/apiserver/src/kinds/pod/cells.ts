import {
  arrayAt,
  type JsonObject,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
  valueAt,
} from '../../json/json.ts';
import { at, type Cells } from '../cell.ts';

function ready(pod: JsonObject): string {
  const statuses = objectsAt(pod, 'status', 'containerStatuses');
  const up = statuses.filter((status) => valueAt(status, 'ready') === true).length;
  return `${up}/${arrayAt(pod, 'spec', 'containers').length}`;
}

function status(pod: JsonObject): string {
  const reported = objectAt(pod, 'status');
  if (stringAt(pod, 'metadata', 'deletionTimestamp') !== undefined) return 'Terminating';
  const waiting = objectsAt(reported, 'containerStatuses').map((one) => {
    const state = objectAt(one, 'state');
    return stringAt(state, 'waiting', 'reason') ?? stringAt(state, 'terminated', 'reason');
  });
  return (
    waiting.find((reason) => reason !== undefined) ??
    stringAt(reported, 'reason') ??
    stringAt(reported, 'phase') ??
    ''
  );
}

function restarts(pod: JsonObject): string {
  const statuses = objectsAt(pod, 'status', 'containerStatuses');
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
