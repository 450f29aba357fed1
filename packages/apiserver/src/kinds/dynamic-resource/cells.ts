// What `kubectl get` shows of devices and the claims to them.

import { arrayAt, type JsonObject, numberAt, objectsAt, stringAt, textAt, valueAt } from '../../json/json.ts';
import { formatAge } from '../age.ts';
import { at, type Cell, type Cells } from '../cell.ts';

export const taintCells: Cells = {
  Key: at('spec.taint.key', ''),
  Value: at('spec.taint.value', ''),
  Effect: at('spec.taint.effect', ''),
  TimeAdded(rule, now) {
    const added = stringAt(rule, 'spec', 'taint', 'timeAdded');
    return added === undefined ? '' : formatAge(added, now);
  },
};

function claimState(claim: JsonObject): string {
  const isGoing = stringAt(claim, 'metadata', 'deletionTimestamp') !== undefined;
  const isAllocated = valueAt(claim, 'status', 'allocation') !== undefined;
  return [
    ...(isGoing ? ['deleted'] : []),
    ...(isAllocated ? ['allocated'] : isGoing ? [] : ['pending']),
    ...(isAllocated && arrayAt(claim, 'status', 'reservedFor').length > 0 ? ['reserved'] : []),
  ].join(',');
}

export const claimCells: Cells = { State: claimState };

export const sliceCells: Cells = {
  Node: at('spec.nodeName', ''),
  Driver: at('spec.driver', ''),
  Pool: at('spec.pool.name', ''),
};

function outcome(request: JsonObject): JsonObject | undefined {
  return objectsAt(request, 'status', 'conditions').find(
    (one) => ['Complete', 'Failed'].includes(textAt(one, 'type')) && textAt(one, 'status') === 'True',
  );
}

const poolsOf = (request: JsonObject): JsonObject[] => objectsAt(request, 'status', 'pools');

function poolState(request: JsonObject): string {
  const state = textAt(outcome(request), 'type') || 'Pending';
  const [shown, all] = [poolsOf(request).length, numberAt(request, 'status', 'poolCount') ?? 0];
  return state === 'Complete' && all > shown ? `Complete (${shown}/${all} pools)` : state;
}

// Over all pools; nothing is known before there is a status, and after a failure.
function sumOf(count: (pool: JsonObject) => number) {
  return (request: JsonObject): string => {
    const isUnknown = valueAt(request, 'status') === undefined || poolState(request) === 'Failed';
    return isUnknown ? '-' : String(poolsOf(request).reduce((sum, pool) => sum + count(pool), 0));
  };
}

const devices = (key: string): Cell => sumOf((pool) => numberAt(pool, key) ?? 0);

export const poolCells: Cells = {
  Driver: at('spec.driver', ''),
  Total: devices('totalDevices'),
  Available: devices('availableDevices'),
  Allocated: devices('allocatedDevices'),
  Unavailable: devices('unavailableDevices'),
  Errors: sumOf((pool) => (valueAt(pool, 'validationError') === undefined ? 0 : 1)),
  Pools: at('status.poolCount', 0),
  Status: poolState,
  Completed(request, now) {
    const found = outcome(request);
    if (textAt(found, 'type') !== 'Complete') return '<none>';
    return formatAge(stringAt(found, 'lastTransitionTime'), now);
  },
};
