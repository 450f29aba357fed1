// Conditions: how an object tells, in `status.conditions`, what holds of it.
// https://github.com/kubernetes/community/blob/main/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties

import { Time } from '../values/time.ts';

/** A condition as all kinds have it. Some add fields, some leave the optional ones out. */
export interface StatusCondition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: Time;
  /** The `metadata.generation` that the condition speaks of; an older one is out of date. */
  readonly observedGeneration?: number;
}

/** Anything with `status.conditions`: Pod, Deployment, most custom resources. */
export interface Conditioned<C extends StatusCondition = StatusCondition> {
  readonly status?: { readonly conditions?: readonly C[] };
}

/** The condition of a type, if the object has it. */
export function getCondition<C extends StatusCondition>(
  object: Conditioned<C>,
  type: C['type'],
): C | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

/** Whether the condition is there and `True`; absent and `Unknown` are not. */
export function isConditionTrue<C extends StatusCondition>(object: Conditioned<C>, type: C['type']): boolean {
  return getCondition(object, type)?.status === 'True';
}

/** Whether the condition is there and `False`, which is not the opposite of `isConditionTrue`. */
export function isConditionFalse<C extends StatusCondition>(
  object: Conditioned<C>,
  type: C['type'],
): boolean {
  return getCondition(object, type)?.status === 'False';
}

/**
 * The list with one condition set: replaced in its place, or added at the end. `lastTransitionTime` is moved to `now`
 * where the status changes and kept where it does not, so that a reconciler may set the same condition again and
 * again; the same list comes back where nothing changed at all, so that it may be compared with `===`.
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
  const next = { ...existing, ...condition, lastTransitionTime } as C;
  if (existing === undefined) return [...conditions, next];
  const keys = Object.keys(next) as (keyof C)[];
  if (keys.every((key) => existing[key] === next[key])) return conditions;
  return conditions.map((each) => (each === existing ? next : each));
}
