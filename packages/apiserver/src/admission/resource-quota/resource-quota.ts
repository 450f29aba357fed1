// Admission plugin ResourceQuota: nobody gets more than the quotas of a namespace leave. It judges last, and counts
// what it lets in once that is written: nothing comes between the two.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/admission/plugin/resourcequota/controller.go

import { Quantity, resourceName } from '@kube-rx/core';
import type { JsonObject } from '../../json/json.ts';
import type { ServedResource } from '../../registry/served-resource.ts';
import {
  addedAmounts,
  chosenAmounts,
  exceedingAmounts,
  type ResourceAmounts,
} from '../../validation/resource-amounts.ts';
import type { AdmissionAttributes } from '../attributes.ts';
import type { LastPlugin } from '../plugin.ts';
import { refusalOf } from '../refusal.ts';
import type { Evaluator, Measure } from './evaluator.ts';
import { evaluatorOf } from './evaluators.ts';
import { settleQuotas } from './pending-counts.ts';
import { isInScopes, type StoredQuota, storedQuota } from './stored-quota.ts';
import { countedWrites, writeUsed } from './used.ts';

export const resourceQuota: LastPlugin = {
  name: 'ResourceQuota',
  validate(attributes) {
    const { server, served, namespace, operation, object } = attributes;
    const quotas = server.registry.find('', 'v1', 'resourcequotas');
    if (namespace === '' || !object || !quotas || quotas.store.size === 0) return undefined;
    const evaluator = evaluatorOf(server.registry, served.resource);
    if (!evaluator?.handles(attributes)) return undefined;
    settleQuotas(server, namespace);
    const charges = chargesOf({ ...attributes, object }, evaluator, quotas);
    return (written) => {
      if (operation === 'CREATE') countedWrites.add(written);
      for (const { key, usage } of charges) {
        const stored = quotas.store.get(key);
        if (!stored) continue;
        const used = addedAmounts(storedQuota(quotas.store, stored).used, usage);
        writeUsed(server, quotas, { stored, status: { used }, manager: 'kube-apiserver' });
      }
    };
  },
};

interface Charge {
  readonly key: string;
  readonly usage: ResourceAmounts;
}

type Attributes = AdmissionAttributes & { readonly object: JsonObject };

function chargesOf(attributes: Attributes, evaluator: Evaluator, { store }: ServedResource): Charge[] {
  const { namespace, object, old } = attributes;
  const all = Array.from(store.objectsIn(namespace), (stored) => storedQuota(store, stored));
  if (all.length === 0) return [];
  const measure = evaluator.measure(object);
  const kind = resourceName(attributes.served.resource);
  const quotas = all.filter((quota) => quota.names.has(kind) && isInScopes(quota.scopes, evaluator, measure));
  for (const quota of quotas) requireTold(attributes, evaluator, quota);
  const negative = [...measure.usage].filter(([, { nanos }]) => nanos < 0n).map(([name]) => name);
  if (negative.length > 0)
    throw refusalOf(attributes, `quota usage is negative for resource(s): ${negative.toSorted().join(',')}`);
  const before = old && evaluator.measure(old);
  return quotas.flatMap((quota) => {
    const usage = additionTo(quota, evaluator, { measure, before });
    if (usage.size === 0) return [];
    if (attributes.subresource !== 'status') requireRoom(attributes, quota, usage);
    return [{ key: quota.key, usage }];
  });
}

function requireTold(attributes: Attributes, evaluator: Evaluator, quota: StoredQuota): void {
  const names = quota.names.get(resourceName(attributes.served.resource)) ?? [];
  const missing = evaluator.missing?.(attributes.object, new Set(names));
  if (missing !== undefined) throw refusalOf(attributes, `failed quota: ${quota.name}: ${missing}`);
  if (names.every((name) => quota.used.has(name))) return;
  const told = names.toSorted().join(',');
  throw refusalOf(attributes, `status unknown for quota: ${quota.name}, resources: ${told}`);
}

// Where the quota counts the object already, what it has more than before. What it has less is counted anew later.
function additionTo(
  quota: StoredQuota,
  evaluator: Evaluator,
  { measure, before }: { readonly measure: Measure; readonly before: Measure | undefined },
): ResourceAmounts {
  const isCounted = before && isInScopes(quota.scopes, evaluator, before);
  const more = isCounted ? exceedingAmounts(measure.usage, before.usage) : measure.usage;
  return new Map([...more].filter(([name, { nanos }]) => nanos !== 0n && quota.hard.has(name)));
}

function requireRoom(attributes: Attributes, quota: StoredQuota, usage: ResourceAmounts): void {
  const next = addedAmounts(quota.used, usage);
  const exceeded = [...usage.keys()].filter(
    (name) => (next.get(name)?.nanos ?? 0n) > (quota.hard.get(name)?.nanos ?? 0n),
  );
  if (exceeded.length === 0) return;
  const [requested, used, limited] = [usage, quota.used, quota.hard].map((amounts) =>
    told(amounts, exceeded),
  );
  throw refusalOf(
    attributes,
    `exceeded quota: ${quota.name}, requested: ${requested}, used: ${used}, limited: ${limited}`,
  );
}

function told(amounts: ResourceAmounts, names: readonly string[]): string {
  return [...chosenAmounts(amounts, (name) => names.includes(name))]
    .map(([name, amount]) => `${name}=${Quantity.format(amount)}`)
    .toSorted()
    .join(',');
}
