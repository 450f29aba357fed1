// What an audit sees of a store, or of one namespace of it.

import type { EncodedObject, KubeObject } from '@kube-rx/core';
import type { StoreState } from './store-state.ts';

/** What a store holds. A slot stays an object's while it is held. */
export interface AuditedView<K extends KubeObject> {
  /** Every slot is below this number. */
  readonly slotCount: number;
  slots(): Iterable<number>;
  at(slot: number): EncodedObject<K>;
  /** The slot of the object with the key of this one. */
  slotOf(listed: EncodedObject<K>): number | undefined;
  find(key: string): EncodedObject<K> | undefined;
  /** Whether it is known that the object cannot be held as it is. */
  isStale(key: string): boolean;
}

/** Holds until a new initial state is taken in. */
export function auditedView<K extends KubeObject>(
  { arena, contents, stale }: StoreState<K>,
  namespace: string | undefined,
): AuditedView<K> {
  return {
    slotCount: arena.slots,
    slots: () => contents.slotsOf(namespace),
    at: (slot) => arena.at(slot),
    slotOf: (listed) => contents.keys.findKeyOf(listed),
    find: (key) => {
      const slot = contents.keys.peek(key);
      return slot === undefined ? undefined : arena.at(slot);
    },
    isStale: (key) => stale.has(key),
  };
}
