// How urgent pods are.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/scheduling/validation/validation.go

import { type JsonObject, valueAt } from '../json/json.ts';
import { type FieldFault, forbidden } from '../status-error.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import { choiceFaults } from '../validation/choices.ts';
import { Field } from '../validation/field.ts';
import { immutableFaults } from '../validation/immutable.ts';
import { at, count, isTrue } from './cell.ts';
import type { Kind } from './kind.ts';

/** Classes that every cluster has. */
export const systemPriorities: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);

const systemPrefix = 'system-';
const highest = 1_000_000_000;

function classFaults(priorityClass: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const object = new Field(priorityClass);
  return old ? changeFaults(object, old) : newFaults(object);
}

function changeFaults(object: Field, old: JsonObject): FieldFault[] {
  const [value, policy] = [object.at('value'), object.at('preemptionPolicy')];
  return [
    ...(value.number === valueOf(old) ? [] : [value.forbidden('may not be changed in an update.')]),
    ...immutableFaults(policy, valueAt(old, 'preemptionPolicy')),
  ];
}

function newFaults(object: Field): FieldFault[] {
  const [name, policy] = [object.at('metadata', 'name'), object.at('preemptionPolicy')];
  return [
    ...(name.text.startsWith(systemPrefix) ? systemFaults(name, object) : userFaults(object.at('value'))),
    ...(policy.isSet ? policyFaults(policy) : []),
  ];
}

function userFaults(value: Field): FieldFault[] {
  if (value.number <= highest) return [];
  return [value.forbidden(`maximum allowed value of a user defined priority is ${highest}`)];
}

function systemFaults(name: Field, object: Field): FieldFault[] {
  const wanted = systemPriorities.get(name.text);
  const reserved = `priority class names with '${systemPrefix}' prefix are reserved for system use only. error: `;
  const refuse = (why: string): FieldFault[] => [name.forbidden(reserved + why)];
  if (wanted === undefined) return refuse(`${name.text} is not a known system priority class`);
  if (object.at('value').number !== wanted)
    return refuse(`value of ${name.text} PriorityClass must be ${wanted}`);
  if (isDefaultClass(object.object))
    return refuse(`globalDefault of ${name.text} PriorityClass must be false`);
  return [];
}

function policyFaults(policy: Field): FieldFault[] {
  if (policy.text === '') return [policy.required()];
  return choiceFaults(policy, ['PreemptLowerPriority', 'Never']);
}

export function isDefaultClass(priorityClass: JsonObject): boolean {
  return valueAt(priorityClass, 'globalDefault') === true;
}

/** The class of pods that name none; undefined where there is none. */
export function defaultClass(store: ResourceStore): JsonObject | undefined {
  let found: JsonObject | undefined;
  for (const [, { object }] of store.snapshot.entries())
    if (isDefaultClass(object) && (!found || valueOf(object) < valueOf(found))) found = object;
  return found;
}

function valueOf(priorityClass: JsonObject): number {
  return new Field(priorityClass).at('value').number;
}

export const priorityClass: Kind = {
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  generation: 'first',
  defaults: { preemptionPolicy: 'PreemptLowerPriority' },
  validate: classFaults,
  deletion: {
    require(name) {
      const resource = { group: 'scheduling.k8s.io', plural: 'priorityclasses' };
      const why = 'this is a system priority class and cannot be deleted';
      if (systemPriorities.has(name)) throw forbidden(resource, name, { why });
    },
  },
  cells: {
    Value: count('value'),
    'Global-Default': isTrue('globalDefault'),
    PreemptionPolicy: at('preemptionPolicy', ''),
  },
};
