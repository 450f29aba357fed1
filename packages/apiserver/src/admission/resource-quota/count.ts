// How much of a quota is used, by all that is there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/resourcequota/resource_quota_controller.go

import { type Amount, resourceName } from '@kube-rx/core';
import { objectAt } from '../../json/json.ts';
import { oncePer } from '../../once-per.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import type { ServerContext } from '../../server-context.ts';
import type { StoredObject } from '../../storage/stored-object.ts';
import { addAmounts, amountsIn, type ResourceAmounts } from '../../validation/resource-amounts.ts';
import type { Evaluator, Measure } from './evaluator.ts';
import { countedKinds, evaluatorOf } from './evaluators.ts';
import { isInScopes, type StoredQuota, storedQuota } from './stored-quota.ts';
import { writeUsed } from './used.ts';

/** Counts anew, and enforces from now on what the quota says. */
export function countQuota(server: ServerContext, quotas: ServedResource, stored: StoredObject): void {
  const hard = amountsIn(objectAt(stored.object, 'spec', 'hard'));
  const quota = storedQuota(stored);
  const used = new Map<string, Amount>();
  for (const name of hard.keys()) {
    const before = quota.used.get(name);
    // Nobody knows how to count it; of a kind that is served no more there is nothing.
    if (before) used.set(name, name.startsWith('count/') ? zero : before);
  }
  const kinds = new Set([...hard.keys()].flatMap(countedKinds));
  for (const kind of kinds)
    for (const [name, amount] of usedOf(server, kind, { quota, names: hard })) used.set(name, amount);
  writeUsed(server, quotas, { stored, status: { hard, used }, manager: 'kube-controller-manager' });
}

const zero: Amount = { nanos: 0n, format: 'DecimalSI' };

interface Counted {
  readonly quota: StoredQuota;
  readonly names: ResourceAmounts;
}

function usedOf(server: ServerContext, kind: string, { quota, names }: Counted): ResourceAmounts {
  const served = server.registry.resources.find(
    ({ resource }) => resource.scope === 'Namespaced' && resourceName(resource) === kind,
  );
  const evaluator = served && evaluatorOf(served.resource);
  if (!evaluator) return new Map();
  const counted = [...names.keys()].filter(evaluator.counts);
  const sum = new Map(counted.map((name) => [name, zero]));
  const measureStored = measureOf(evaluator);
  const namespace = quota.key.slice(0, quota.key.indexOf('/'));
  const now = server.clock.now();
  for (const stored of served.store.objectsIn(namespace)) {
    const measure = measureStored(stored);
    if (!isInScopes(quota, evaluator, measure)) continue;
    const { until } = measure;
    addAmounts(sum, until && now > until.time ? until.usage : measure.usage);
  }
  return new Map(counted.map((name) => [name, sum.get(name) ?? zero]));
}

const measures: WeakMap<Evaluator, (stored: StoredObject) => Measure> = new WeakMap();

/** Known of each state once, because every count asks it of all. */
export function measureOf(evaluator: Evaluator): (stored: StoredObject) => Measure {
  const { every } = evaluator;
  if (every) return () => every;
  let known = measures.get(evaluator);
  if (!known) measures.set(evaluator, (known = oncePer(({ object }) => evaluator.measure(object))));
  return known;
}
