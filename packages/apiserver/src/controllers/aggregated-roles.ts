// Writes into roles that gather others the rules of those others, as the controller manager of a cluster does.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go

import { gathered, selectorsOf } from '../access/aggregation.ts';
import { rbacGroup } from '../access/policies.ts';
import { withOwners } from '../apply/ownership.ts';
import { jsonEquals, valueAt } from '../json/json.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { ServerContext } from '../server-context.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import type { Controller } from './controller.ts';

export const roleController: Controller = {
  afterWrite(server, { served }) {
    const { group, plural } = served.resource;
    if (group !== rbacGroup || plural !== 'clusterroles') return;
    // A role may gather from one that gathers: no chain is longer than there are such roles.
    const gathering = [...served.store.objectsIn('')].filter(isGathering);
    for (let round = 0; round < gathering.length; round += 1)
      if (!gathering.map(({ key }) => gather(server, served, key)).includes(true)) return;
  },
};

/** Whether the role has other rules now. */
function gather(server: ServerContext, served: ServedResource, key: string): boolean {
  const { store } = served;
  const live = store.get(key)?.object;
  const selectors = selectorsOf(live);
  if (!live || !selectors) return false;
  const rules = gathered(key, selectors, store.objectsIn(''));
  const wanted = rules.length === 0 ? null : rules;
  if (jsonEquals(wanted, valueAt(live, 'rules') ?? null)) return false;
  const ownership = { kind: 'update', manager: 'clusterrole-aggregation-controller' } as const;
  const next = { ...live, rules: wanted };
  store.put(withOwners(server, served, { live, next, ownership, part: 'main' }), 'owed');
  return true;
}

// Known of each state once, because every write of a role asks it of all.
const known = new WeakMap<StoredObject, boolean>();

function isGathering(role: StoredObject): boolean {
  const gathers = known.get(role) ?? selectorsOf(role.object) !== undefined;
  known.set(role, gathers);
  return gathers;
}
