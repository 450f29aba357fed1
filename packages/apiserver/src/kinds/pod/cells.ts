import { arrayAt, type JsonObject, numberAt, objectsAt, stringAt, textAt, valueAt } from '../../json/json.ts';
import { at, type Cells } from '../cell.ts';

const containers = (pod: JsonObject): JsonObject[] => objectsAt(pod, 'status', 'containerStatuses');

function ready(pod: JsonObject): string {
  const up = containers(pod).filter((container) => valueAt(container, 'ready') === true);
  return `${up.length}/${arrayAt(pod, 'spec', 'containers').length}`;
}

function status(pod: JsonObject): string {
  if (stringAt(pod, 'metadata', 'deletionTimestamp') !== undefined) return 'Terminating';
  const reasons = containers(pod).map(
    ({ state }) => stringAt(state, 'waiting', 'reason') ?? stringAt(state, 'terminated', 'reason'),
  );
  return (
    reasons.find((reason) => reason !== undefined) ??
    stringAt(pod, 'status', 'reason') ??
    textAt(pod, 'status', 'phase')
  );
}

function restarts(pod: JsonObject): string {
  return String(containers(pod).reduce((sum, one) => sum + (numberAt(one, 'restartCount') ?? 0), 0));
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
