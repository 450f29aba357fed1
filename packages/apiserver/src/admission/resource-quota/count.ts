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
import { evaluatorOf } from './evaluators.ts';
import { isInScopes, namesByKind, type StoredQuota, storedQuota } from './stored-quota.ts';
import { writeUsed } from './used.ts';

/** Counts anew, and enforces from now on what the quota says. */
export function countQuota(tally: Tally, quotas: ServedResource, stored: StoredObject): void {
  const hard = amountsIn(objectAt(stored.object, 'spec', 'hard'));
  const quota = storedQuota(stored);
  const used = new Map<string, Amount>();
  for (const name of hard.keys()) {
    const before = quota.used.get(name);
    // Nobody knows how to count it; of a kind that is served no more there is nothing.
    if (before) used.set(name, name.startsWith('count/') ? zero : before);
  }
  for (const [kind, names] of namesByKind(hard.keys())) {
    const sum = tally.sumOf(kind, quota);
    if (sum) for (const name of names) used.set(name, sum.get(name) ?? zero);
  }
  writeUsed(tally.server, quotas, { stored, status: { hard, used }, manager: 'kube-controller-manager' });
}

const zero: Amount = { nanos: 0n, format: 'DecimalSI' };

/** What there is in a namespace at one moment, summed once for all quotas that are about the same objects. */
export class Tally {
  readonly server: ServerContext;
  readonly #namespace: string;
  readonly #served: Map<string, ServedResource>;
  readonly #sums: Map<string, ResourceAmounts | undefined> = new Map();

  constructor(server: ServerContext, namespace: string) {
    this.server = server;
    this.#namespace = namespace;
    const namespaced = server.registry.resources.filter(({ resource }) => resource.scope === 'Namespaced');
    this.#served = new Map(namespaced.map((served) => [resourceName(served.resource), served]));
  }

  /** Undefined for a kind that is not served, or not counted. */
  sumOf(kind: string, quota: StoredQuota): ResourceAmounts | undefined {
    const key = JSON.stringify([kind, quota.scopes]);
    if (!this.#sums.has(key)) this.#sums.set(key, this.#sum(kind, quota));
    return this.#sums.get(key);
  }

  #sum(kind: string, quota: StoredQuota): ResourceAmounts | undefined {
    const served = this.#served.get(kind);
    const evaluator = served && evaluatorOf(served.resource);
    if (!evaluator) return undefined;
    const sum = new Map<string, Amount>();
    const measureStored = measureOf(evaluator);
    const now = this.server.clock.now();
    for (const stored of served.store.objectsIn(this.#namespace)) {
      const measure = measureStored(stored);
      if (!isInScopes(quota, evaluator, measure)) continue;
      const { until } = measure;
      addAmounts(sum, until && now > until.time ? until.usage : measure.usage);
    }
    return sum;
  }
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
