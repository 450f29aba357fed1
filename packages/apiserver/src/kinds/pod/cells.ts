// What `kubectl get pods` shows.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/printers/internalversion/printers.go

import {
  arrayAt,
  type Json,
  type JsonObject,
  numberAt,
  objectsAt,
  stringAt,
  textAt,
  valueAt,
} from '../../json/json.ts';
import { formatAge } from '../age.ts';
import { type Cells, conditionOf } from '../cell.ts';

interface Summary {
  readonly ready: number;
  readonly status: string;
  /** The containers whose restarts count. */
  readonly restarted: readonly JsonObject[];
}

// Containers that run beside the others although they are started before them.
function sidecars(pod: JsonObject): ReadonlySet<string> {
  const init = objectsAt(pod, 'spec', 'initContainers');
  const always = init.filter((container) => textAt(container, 'restartPolicy') === 'Always');
  return new Set(always.map((container) => textAt(container, 'name')));
}

function summary(pod: JsonObject): Summary {
  const names = sidecars(pod);
  const isSidecar = (container: JsonObject): boolean => names.has(textAt(container, 'name'));
  const init = objectsAt(pod, 'status', 'initContainerStatuses');
  const own = objectsAt(pod, 'status', 'containerStatuses');
  const at = init.findIndex((container) => !isThrough(container, isSidecar(container)));
  const seen = at === -1 ? init : init.slice(0, at + 1);
  const unfinished = init[at];
  const before =
    unfinished === undefined
      ? phase(pod)
      : initStatus(unfinished, `${at}/${arrayAt(pod, 'spec', 'initContainers').length}`);
  const ready = seen.filter(
    (one) => one !== unfinished && isSidecar(one) && !hasSucceeded(one) && valueAt(one, 'ready') === true,
  ).length;
  if (unfinished !== undefined && !isTrue(pod, 'Initialized'))
    return { ready, status: ending(pod, before), restarted: seen };
  return {
    ready: ready + own.filter(isUp).length,
    status: ending(pod, runningStatus(pod, own, before)),
    restarted: [...seen.filter(isSidecar), ...own],
  };
}

function hasSucceeded({ state }: JsonObject): boolean {
  return numberAt(state, 'terminated', 'exitCode') === 0;
}

// The next container may start.
function isThrough(container: JsonObject, isSidecar: boolean): boolean {
  return hasSucceeded(container) || (isSidecar && valueAt(container, 'started') === true);
}

// A container that is ready while it waits or has ended does not count.
function isUp({ ready, state }: JsonObject): boolean {
  return (
    ready === true &&
    valueAt(state, 'running') !== undefined &&
    valueAt(state, 'terminated') === undefined &&
    textAt(state, 'waiting', 'reason') === ''
  );
}

function isTrue(pod: JsonObject, condition: string): boolean {
  return stringAt(conditionOf(valueAt(pod, 'status'), condition), 'status') === 'True';
}

function phase(pod: JsonObject): string {
  const isGated = objectsAt(pod, 'status', 'conditions').some(
    (one) => textAt(one, 'type') === 'PodScheduled' && textAt(one, 'reason') === 'SchedulingGated',
  );
  if (isGated) return 'SchedulingGated';
  return stringAt(pod, 'status', 'reason') ?? textAt(pod, 'status', 'phase');
}

function initStatus({ state }: JsonObject, progress: string): string {
  const terminated = valueAt(state, 'terminated');
  if (terminated !== undefined) return `Init:${exitReason(terminated)}`;
  const waiting = textAt(state, 'waiting', 'reason');
  return `Init:${waiting === '' || waiting === 'PodInitializing' ? progress : waiting}`;
}

function exitReason(terminated: Json): string {
  const signal = numberAt(terminated, 'signal') ?? 0;
  const code = numberAt(terminated, 'exitCode') ?? 0;
  return textAt(terminated, 'reason') || (signal === 0 ? `ExitCode:${code}` : `Signal:${signal}`);
}

// What the first container has to say counts; that one has completed only where no other runs or has failed.
function runningStatus(pod: JsonObject, containers: readonly JsonObject[], before: string): string {
  let [status, failure] = [before, ''];
  for (const { state } of containers.toReversed()) {
    const waiting = textAt(state, 'waiting', 'reason');
    const terminated = valueAt(state, 'terminated');
    if (waiting !== '') status = waiting;
    else if (terminated !== undefined) {
      status = exitReason(terminated);
      if (numberAt(terminated, 'exitCode') !== 0) failure = status;
    }
  }
  if (status !== 'Completed') return status;
  const isRunning = containers.some(isUp);
  if (isRunning && isTrue(pod, 'Ready')) return 'Running';
  return failure || (isRunning ? 'NotReady' : status);
}

function ending(pod: JsonObject, status: string): string {
  if (stringAt(pod, 'metadata', 'deletionTimestamp') === undefined) return status;
  if (textAt(pod, 'status', 'reason') === 'NodeLost') return 'Unknown';
  return ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase')) ? status : 'Terminating';
}

function ready(pod: JsonObject): string {
  return `${summary(pod).ready}/${arrayAt(pod, 'spec', 'containers').length + sidecars(pod).size}`;
}

function restarts(pod: JsonObject, now: number): string {
  const { restarted } = summary(pod);
  const count = restarted.reduce((sum, one) => sum + (numberAt(one, 'restartCount') ?? 0), 0);
  const ends = restarted.map((one) => stringAt(one, 'lastState', 'terminated', 'finishedAt') ?? '');
  const last = ends.toSorted().at(-1) ?? '';
  return count === 0 || last === '' ? String(count) : `${count} (${formatAge(last, now)} ago)`;
}

function readinessGates(pod: JsonObject): string {
  const gates = objectsAt(pod, 'spec', 'readinessGates').map((gate) => textAt(gate, 'conditionType'));
  if (gates.length === 0) return '<none>';
  return `${gates.filter((gate) => isTrue(pod, gate)).length}/${gates.length}`;
}

export const cells: Cells = {
  Ready: ready,
  Status: (pod) => summary(pod).status,
  Restarts: restarts,
  IP: (pod) => textAt(objectsAt(pod, 'status', 'podIPs')[0], 'ip') || '<none>',
  Node: (pod) => textAt(pod, 'spec', 'nodeName') || '<none>',
  'Nominated Node': (pod) => textAt(pod, 'status', 'nominatedNodeName') || '<none>',
  'Readiness Gates': readinessGates,
};

const completions: Readonly<Record<string, string>> = {
  Succeeded: 'The pod has completed successfully.',
  Failed: 'The pod failed.',
};

/** That a pod has ended, so that a printer may leave it out. */
export function rowConditions(pod: JsonObject): readonly JsonObject[] | undefined {
  const reason = textAt(pod, 'status', 'phase');
  const message = completions[reason];
  return message === undefined ? undefined : [{ type: 'Completed', status: 'True', reason, message }];
}
