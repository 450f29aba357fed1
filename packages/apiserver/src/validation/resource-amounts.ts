// Amounts by the name of the resource, as requests and limits of containers, and what quotas count.
// https://github.com/kubernetes/apiserver/blob/v0.36.3/pkg/quota/v1/resources.go

import { type Amount, Quantity } from '@kube-rx/core';
import { type JsonObject, objectOf, stringEntries } from '../json/json.ts';

export type ResourceAmounts = ReadonlyMap<string, Amount>;

export const noAmounts: ResourceAmounts = new Map();

export function amountsIn(list: JsonObject): ResourceAmounts {
  const entries = stringEntries(list).filter(([, text]) => Quantity.isValid(text));
  if (entries.length === 0) return noAmounts;
  return new Map(entries.map(([name, text]) => [name, Quantity.parse(text)]));
}

/** As objects hold them. */
export function amountsObject(amounts: ResourceAmounts): JsonObject {
  return objectOf([...amounts].map(([name, amount]) => [name, Quantity.format(amount)]));
}

export function addedAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  if (b.size === 0) return a;
  const sum = new Map(a);
  addAmounts(sum, b);
  return sum;
}

/** Changes `sum`, for the many objects of a namespace. */
export function addAmounts(sum: Map<string, Amount>, more: ResourceAmounts): void {
  for (const [name, amount] of more) {
    const before = sum.get(name);
    // The sum is written as its first part that is not zero.
    const format = before && before.nanos !== 0n ? before.format : amount.format;
    sum.set(name, before ? { nanos: before.nanos + amount.nanos, format } : amount);
  }
}

/** The greater one of each resource that either has. */
export function greaterAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const most = new Map(a);
  for (const [name, amount] of b) {
    const before = most.get(name);
    if (!before || amount.nanos > before.nanos) most.set(name, amount);
  }
  return most;
}

/** What `a` has more than `b`, and nothing less than zero. */
export function exceedingAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const more = [...a].map(([name, amount]): [string, Amount] => {
    const nanos = amount.nanos - (b.get(name)?.nanos ?? 0n);
    return [name, nanos > 0n ? { nanos, format: amount.format } : { nanos: 0n, format: 'DecimalSI' }];
  });
  return new Map(more);
}

export function chosenAmounts(
  amounts: ResourceAmounts,
  isChosen: (name: string) => boolean,
): ResourceAmounts {
  return new Map([...amounts].filter(([name]) => isChosen(name)));
}
