// Which objects a quota counts, where it does not count all of them.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { stringsAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import { isQuotaResource } from '../validation/resource-names.ts';

const podCounts = ['pods'];
const podAmounts = [
  ...podCounts,
  ...['cpu', 'memory'].flatMap((name) => [name, `limits.${name}`, `requests.${name}`]),
];

// By scope: the resources of which there are some within it.
const scopes: ReadonlyMap<string, readonly string[]> = new Map([
  ['Terminating', podAmounts],
  ['NotTerminating', podAmounts],
  ['BestEffort', podCounts],
  ['NotBestEffort', podAmounts],
  ['PriorityClass', podAmounts],
  ['CrossNamespacePodAffinity', podAmounts],
  ['VolumeAttributesClass', ['persistentvolumeclaims', 'requests.storage']],
]);

// Those without values.
const plain = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];

const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];

export function scopeFaults(spec: Field): FieldFault[] {
  const field = spec.at('scopes');
  const all = stringsAt(field.value);
  return [
    ...all.flatMap((scope) => [
      ...(scopes.has(scope) ? [] : [field.invalid('unsupported scope')]),
      ...Array.from({ length: strangers(spec, scope) }, () => field.invalid(unsupported)),
    ]),
    ...conflicts(field, all),
  ];
}

const unsupported = 'unsupported scope applied to resource';

// How many resources of the quota are none of the scope.
function strangers(spec: Field, scope: string): number {
  const within = scopes.get(scope);
  if (!within) return 0;
  const names = Object.keys(spec.at('hard').object);
  return names.filter((name) => isQuotaResource(name) && !within.includes(name)).length;
}

function conflicts(field: Field, all: readonly string[]): FieldFault[] {
  const both = opposites.filter((pair) => pair.every((scope) => all.includes(scope)));
  return both.map(() => field.invalid('conflicting scopes'));
}

export function selectedScopeFaults(spec: Field): FieldFault[] {
  const selector = spec.at('scopeSelector');
  const list = selector.at('matchExpressions');
  const names = list.items.map((requirement) => requirement.at('scopeName').text);
  return [
    ...list.items.flatMap((requirement) => requirementFaults(spec, requirement)),
    // The real server quotes the other list.
    ...conflicts(new Field(spec.at('scopes').value, list.path), names),
  ];
}

const noValues =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

// What is wrong with a requirement is said of the list.
function requirementFaults(spec: Field, requirement: Field): FieldFault[] {
  const selector = spec.at('scopeSelector');
  const list = selector.at('matchExpressions');
  const [scope, operator] = [requirement.at('scopeName').text, requirement.at('operator').text];
  return [
    ...(scopes.has(scope) ? [] : [list.at('scopeName').invalid('unsupported scope', scope)]),
    ...Array.from({ length: strangers(spec, scope) }, () => list.invalid(unsupported, goSelector(selector))),
    ...(plain.includes(scope) && operator !== 'Exists'
      ? [list.at('operator').invalid(noValues, operator)]
      : []),
    ...valueFaults(list, requirement),
  ];
}

function valueFaults(list: Field, requirement: Field): FieldFault[] {
  const [operator, values] = [requirement.at('operator').text, requirement.at('values')];
  const told = list.at('values');
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.size > 0) return [];
      return [
        told.required("must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"),
      ];
    case 'Exists':
    case 'DoesNotExist':
      if (values.size === 0) return [];
      return [
        told.invalid(
          "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
          values.value,
        ),
      ];
    default:
      return [list.at('operator').invalidTyped('not a valid selector operator', operator)];
  }
}

// As Go prints its own type.
function goSelector(selector: Field): object {
  return {
    MatchExpressions: selector.at('matchExpressions').items.map((one) => ({
      ScopeName: one.at('scopeName').text,
      Operator: one.at('operator').text,
      Values: one.at('values').value ?? null,
    })),
  };
}
