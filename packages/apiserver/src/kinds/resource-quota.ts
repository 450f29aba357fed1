// How much a namespace may have of what.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { Quantity } from '@kube-rx/core';
import {
  type JsonObject,
  jsonEquals,
  objectAt,
  stringAt,
  stringEntries,
  stringsAt,
  textAt,
} from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import { isQuotaResource, resourceAmountFaults, resourceNameFaults } from '../validation/resource-names.ts';
import type { Kind } from './kind.ts';
import { scopeFaults, selectedScopeFaults } from './quota-scopes.ts';

function quotaFaults(quota: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const spec = new Field(quota).at('spec');
  const scopes = spec.at('scopes');
  const [now, before] = [scopes.value ?? null, old ? stringsAt(old, 'spec', 'scopes') : undefined];
  const set = (names: readonly string[]): string[] => [...new Set(names)].sort();
  return [
    ...hardFaults(spec.at('hard')),
    ...scopeFaults(spec),
    ...selectedScopeFaults(spec),
    ...(before && !jsonEquals(set(stringsAt(now)), set(before))
      ? [scopes.invalid('field is immutable')]
      : []),
  ];
}

function hardFaults(amounts: Field): FieldFault[] {
  return amounts.entries.flatMap(([name, amount]) => [
    ...quotaNameFaults(amount, name),
    ...resourceAmountFaults(amount, name),
  ]);
}

function quotaNameFaults(amount: Field, name: string): FieldFault[] {
  const found = resourceNameFaults(amount, name);
  if (name.includes('/') || isQuotaResource(name)) return found;
  return [...found, amount.invalidTyped('must be a standard resource for quota', name)];
}

function statusFaults(quota: JsonObject): FieldFault[] {
  const status = new Field(quota).at('status');
  return [...hardFaults(status.at('hard')), ...hardFaults(status.at('used'))];
}

// Said of new quotas alone.
function warnings(quota: JsonObject, old: JsonObject | undefined): string[] {
  const hard = objectAt(quota, 'spec', 'hard');
  const has = (name: string): boolean => Quantity.isValid(textAt(hard, name));
  return old
    ? []
    : ['cpu', 'memory', 'storage', 'ephemeral-storage'].flatMap((name) => {
        const [request, limit] = [`requests.${name}`, `limits.${name}`];
        const asked = has(request) || !['cpu', 'memory'].includes(name) ? request : name;
        if (!has(asked) || !has(limit)) return [];
        const [least, most] = [textAt(hard, asked), textAt(hard, limit)];
        if (Quantity.compare(least, most) <= 0) return [];
        return [`ResourceQuota ${asked} (${least}) should be less than ${limit} (${most})`];
      });
}

// As `pods: 2/10`, the limits apart from all others.
const quotas =
  (wantsLimits: boolean) =>
  (quota: JsonObject): string => {
    const used = objectAt(quota, 'status', 'used');
    const hard = stringEntries(objectAt(quota, 'status', 'hard'));
    return hard
      .filter(([name]) => name.startsWith('limits.') === wantsLimits)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, limit]) => `${name}: ${stringAt(used, name) ?? '0'}/${limit}`)
      .join(', ');
  };

export const resourceQuota: Kind = {
  group: '',
  kind: 'ResourceQuota',
  returnsDeleted: true,
  validate: quotaFaults,
  validateStatus: statusFaults,
  warnings,
  cells: { Request: quotas(false), Limit: quotas(true) },
};
