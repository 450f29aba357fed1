// How much of a quota is used, by all that is there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/resourcequota/resource_quota_controller.go

import type { Amount } from '@kube-rx/core';
import { objectAt } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { ServerContext } from '../../server-context.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { addAmounts, amountsIn } from '../../validation/resource-amounts.ts';
import { namesByKind, storedQuota } from './stored-quota.ts';
import { tallyOf } from './tally.ts';
import { writeUsed } from './used.ts';

/** Writes what there is, and enforces from now on what the quota says. */
export function countQuota(server: ServerContext, quotas: ServedResource, stored: StoredObject): void {
  const hard = amountsIn(objectAt(stored.object, 'spec', 'hard'));
  const quota = storedQuota(quotas.store, stored);
  const used = new Map<string, Amount>();
  for (const name of hard.keys()) {
    const before = quota.used.get(name);
    // Nobody knows how to count it; of a kind that is served no more there is nothing.
    if (before) used.set(name, name.startsWith('count/') ? zero : before);
  }
  // What pods and claims for devices have of one name is counted together.
  const counted = new Map<string, Amount>();
  for (const [kind, names] of namesByKind(hard.keys())) {
    const sum = tallyOf(server).sumOf(kind, stored.namespace, quota);
    if (sum) addAmounts(counted, new Map(names.map((name) => [name, sum.get(name) ?? zero])));
  }
  for (const [name, amount] of counted) used.set(name, amount);
  writeUsed(server, quotas, { stored, status: { hard, used }, manager: 'kube-controller-manager' });
}

const zero: Amount = { nanos: 0n, format: 'DecimalSI' };
