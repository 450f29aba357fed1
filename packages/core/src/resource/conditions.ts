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

/** @example getCondition(pod, 'Ready')?.reason; // 'ContainersNotReady' */
export function getCondition<C extends StatusCondition>(
  object: Conditioned<C>,
  type: C['type'],
): C | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
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
 * Nothing else is taken over: a message that is not given again is of the earlier state, and goes with it.
 *
 * @example setCondition(deployment.status?.conditions ?? [], { type: 'Available', status: 'True' }, Date.now());
 */
export function setCondition<C extends StatusCondition>(
  conditions: readonly C[],
  condition: Omit<C, 'lastTransitionTime'> & { readonly lastTransitionTime?: Time },
  now: number,
): readonly C[] {
  const existing = conditions.find(({ type }) => type === condition.type);
  const moved = existing?.status !== condition.status || existing.lastTransitionTime === undefined;
  const lastTransitionTime =
    condition.lastTransitionTime ?? (moved ? Time.format(now) : existing.lastTransitionTime);
  const next = { ...condition, lastTransitionTime } as C;
  if (existing === undefined) return [...conditions, next];
  const keys = Object.keys({ ...existing, ...next }) as (keyof C)[];
  if (keys.every((key) => existing[key] === next[key])) return conditions;
  return conditions.map((each) => (each === existing ? next : each));
}
