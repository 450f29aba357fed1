// The conditions of an object, as a controller sets them.
// https://github.com/kubernetes/community/blob/main/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties

import {
  type Clock,
  conditionsAmong,
  type KubeObject,
  type StatusCondition,
  setCondition,
} from '@kube-rx/core';
import { boundedText } from '../events/bounded-text.ts';

/** A condition to set. What the conventions derive is filled in. */
export type NewCondition<C extends StatusCondition = StatusCondition> = Omit<
  C,
  'lastTransitionTime' | 'observedGeneration' | 'status'
> & { readonly status: 'True' | 'False' | 'Unknown' };

/**
 * Immutable: each change gives other conditions.
 *
 * @example
 * const ready = conditionsOf(site, clock).set({ type: 'Ready', status: 'True', reason: 'AllReplicasReady' });
 * await context.status({ conditions: ready.list });
 */
export class Conditions<C extends StatusCondition = StatusCondition> {
  /** For the status. */
  readonly list: readonly C[];
  readonly #generation: number | undefined;
  readonly #clock: Clock;

  /** Use `conditionsOf`. */
  constructor(
    list: readonly C[],
    { generation, clock }: { readonly generation: number | undefined; readonly clock: Clock },
  ) {
    this.list = list;
    this.#generation = generation;
    this.#clock = clock;
  }

  /**
   * Puts a condition in the place of the one of its type, or appends it. `lastTransitionTime` is now where the status
   * flips, and else as it was. `observedGeneration` is the object's. A message is cut to 32,768 bytes: a server refuses a
   * longer one, and with it the whole status.
   */
  set(condition: NewCondition<C>): Conditions<C> {
    const generation = this.#generation;
    const message: string | undefined = condition.message;
    const observed = {
      ...condition,
      ...(message !== undefined && { message: boundedText(message, mostMessageBytes) }),
      ...(generation !== undefined && { observedGeneration: generation }),
    };
    // Only the compiler cannot see that nothing of the type is missing.
    const list = setCondition<C>(this.list, observed as unknown as C, this.#clock.now());
    return this.#with(list);
  }

  /** Without the condition of this type. */
  remove(type: C['type']): Conditions<C> {
    const list = this.list.filter((condition) => condition.type !== type);
    return list.length === this.list.length ? this : this.#with(list);
  }

  get(type: C['type']): C | undefined {
    return this.list.find((condition) => condition.type === type);
  }

  #with(list: readonly C[]): Conditions<C> {
    return list === this.list
      ? this
      : new Conditions(list, { generation: this.#generation, clock: this.#clock });
  }
}

// In characters, at metav1.Condition.
const mostMessageBytes = 32_768;

/**
 * The conditions in the object's status. What is no condition there, as somebody may have written it, is left out.
 *
 * @example conditionsOf(site, clock).get('Ready')?.status; // 'False'
 */
export function conditionsOf<C extends StatusCondition>(
  object: KubeObject & { readonly status?: { readonly conditions?: readonly C[] } },
  clock: Clock,
): Conditions<C> {
  const list = conditionsAmong<C>(object.status?.conditions);
  return new Conditions(list, { generation: object.metadata.generation, clock });
}
