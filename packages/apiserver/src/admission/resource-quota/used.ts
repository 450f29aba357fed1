// What a quota says of itself: how much of it is used.

import { withOwners } from '../../apply/ownership.ts';
import { jsonEquals, objectAt, sortedMap, withKey } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { ServerContext } from '../../server-context.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { amountsObject, type ResourceAmounts } from '../../validation/resource-amounts.ts';

/** New objects of which admission has told the quotas. */
export const countedWrites: WeakSet<StoredObject> = new WeakSet();

export interface UsedWrite {
  readonly stored: StoredObject;
  readonly status: { readonly hard?: ResourceAmounts; readonly used: ResourceAmounts };
  readonly manager: string;
}

/** Nothing is written where it says so already. */
export function writeUsed(
  server: ServerContext,
  quotas: ServedResource,
  { stored, status, manager }: UsedWrite,
): void {
  const live = stored.object;
  const old = objectAt(live, 'status');
  let next = old;
  for (const [key, amounts] of [['hard', status.hard] as const, ['used', status.used] as const])
    if (amounts) next = withKey(next, key, amounts.size > 0 ? sortedMap(amountsObject(amounts)) : undefined);
  if (jsonEquals(next, old)) return;
  const ownership = { kind: 'update', manager } as const;
  quotas.store.put(
    withOwners(server, quotas, { live, next: { ...live, status: next }, ownership, part: 'status' }),
    'owed',
  );
}
