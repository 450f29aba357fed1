// `status.conditions`, in which an object reports its state.
// https://github.com/kubernetes/community/blob/main/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties

import { Time } from '../values/time.ts';

/** A condition of any kind. Some kinds add fields. */
export interface StatusCondition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Time;
  /** The `metadata.generation` that the condition was set for. An older one is out of date. */
  readonly observedGeneration?: number;
}

/** Anything with `status.conditions`: Pod, Deployment, most custom resources. */
export interface Conditioned<C extends StatusCondition = StatusCondition> {
  readonly status?: { readonly conditions?: readonly C[] };
}

/**
 * Undefined also where what the server has in its place is no condition.
 *
 * @example getCondition(pod, 'Ready')?.reason; // 'ContainersNotReady'
 */
export function getCondition<C extends StatusCondition>(
  object: Conditioned<C>,
  type: C['type'],
): C | undefined {
  return conditionsAmong<C>(object.status?.conditions).find((condition) => condition.type === type);
}

/**
 * False for a condition that is absent or `Unknown`.
 *
 * @example isConditionTrue(deployment, 'Available'); // true
 */
export function isConditionTrue<C extends StatusCondition>(object: Conditioned<C>, type: C['type']): boolean {
  return getCondition(object, type)?.status === 'True';
}

/** @example isConditionFalse(deployment, 'Available'); // false, and so for one that is absent or `Unknown` */
export function isConditionFalse<C extends StatusCondition>(
  object: Conditioned<C>,
  type: C['type'],
): boolean {
  return getCondition(object, type)?.status === 'False';
}

/**
 * Puts a condition in the place of the one of its type, or appends it. `lastTransitionTime` moves to `now` (ms since the
 * Unix epoch) only when the status changes, so setting is idempotent; if nothing changes, the same array comes back.
 * Nothing else is taken over: a message that is not given again is of the earlier state, and goes with it. What is no
 * condition, as somebody may have written it into the status, is left out.
 *
 * @example setCondition(deployment.status?.conditions ?? [], { type: 'Available', status: 'True' }, Date.now());
 */
export function setCondition<C extends StatusCondition>(
  conditions: readonly C[],
  condition: Omit<C, 'lastTransitionTime'> & { readonly lastTransitionTime?: Time },
  now: number,
): readonly C[] {
  const given = conditionsAmong<C>(conditions);
  const existing = given.find(({ type }) => type === condition.type);
  const moved = existing?.status !== condition.status || existing.lastTransitionTime === undefined;
  const lastTransitionTime =
    condition.lastTransitionTime ?? (moved ? Time.format(now) : existing.lastTransitionTime);
  const next = { ...condition, lastTransitionTime } as C;
  if (existing === undefined) return [...given, next];
  const keys = Object.keys({ ...existing, ...next }) as (keyof C)[];
  if (keys.every((key) => existing[key] === next[key])) return given;
  return given.map((each) => (each === existing ? next : each));
}

/**
 * What of a list in a status is a condition, as somebody may have written anything there; the same list where all are. None
 * where it is no list.
 *
 * @example conditionsAmong<StatusCondition>(deployment.status?.conditions).length;
 */
export function conditionsAmong<C extends StatusCondition>(given: readonly C[] | undefined): readonly C[] {
  const list: unknown = given;
  if (!Array.isArray(list)) return [];
  const all: readonly unknown[] = list;
  return all.every(isCondition<C>) ? all : all.filter(isCondition<C>);
}

// Beyond the type, a server is believed, as everywhere.
function isCondition<C extends StatusCondition>(value: unknown): value is C {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
