// Admission plugin Priority: how urgent a pod is, by the class that it names.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/priority/admission.go

import { type JsonObject, numberAt, objectAt, objectOf, stringAt, textAt, valueAt } from '../json/json.ts';
import { defaultClass, isDefaultClass, systemPriorities } from '../kinds/priority-class.ts';
import type { ResourceStore } from '../storage/resource-store.ts';
import type { AdmissionAttributes } from './attributes.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusalOf } from './refusal.ts';
import { writtenKind } from './written-kind.ts';

export const priority: AdmissionPlugin = {
  name: 'Priority',
  mutate(attributes) {
    const { object, old } = attributes;
    if (writtenKind(attributes) !== 'pods') return object;
    const spec = objectAt(object, 'spec');
    if (old) return { ...object, spec: { ...keptPriority(objectAt(old, 'spec')), ...spec } };
    return { ...object, spec: { ...spec, ...priorityOf(attributes, spec) } };
  },
  validate(attributes) {
    if (writtenKind(attributes) === 'priorityclasses.scheduling.k8s.io') requireOneDefault(attributes);
  },
};

// What the client need not send back.
function keptPriority(old: JsonObject): JsonObject {
  const given = ['priority', 'preemptionPolicy'].flatMap((key) => {
    const value = valueAt(old, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return objectOf(given);
}

// A priority that the pod brings along must be the one that it gets.
function priorityOf(attributes: AdmissionAttributes, spec: JsonObject): JsonObject {
  const served = attributes.server.registry.find('scheduling.k8s.io', 'v1', 'priorityclasses');
  const asked = textAt(spec, 'priorityClassName');
  const from = asked === '' ? served && defaultClass(served.store) : classNamed(served?.store, asked);
  if (served && asked !== '' && !from)
    throw refusalOf(attributes, `no PriorityClass with name ${asked} was found`);
  const found = { value: 0, preemptionPolicy: 'PreemptLowerPriority', ...from };
  const [value, policy] = [numberAt(found, 'value') ?? 0, textAt(found, 'preemptionPolicy')];
  const [own, ownPolicy] = [numberAt(spec, 'priority'), stringAt(spec, 'preemptionPolicy')];
  const computes = 'must not be provided in pod spec; priority admission controller computed';
  const given = 'from the given PriorityClass name';
  if (own !== undefined && own !== value)
    throw refusalOf(attributes, `the integer value of priority (${own}) ${computes} ${value} ${given}`);
  if (ownPolicy !== undefined && ownPolicy !== policy)
    throw refusalOf(
      attributes,
      `the string value of PreemptionPolicy (${ownPolicy}) ${computes} ${policy} ${given}`,
    );
  const name = asked === '' ? stringAt(from, 'metadata', 'name') : undefined;
  return {
    ...(name !== undefined && { priorityClassName: name }),
    priority: value,
    preemptionPolicy: policy,
  };
}

function classNamed(store: ResourceStore | undefined, name: string): JsonObject | undefined {
  const system = systemPriorities.get(name);
  return store?.get(name)?.object ?? (system === undefined ? undefined : { value: system });
}

function requireOneDefault(attributes: AdmissionAttributes): void {
  const { served, object, old } = attributes;
  if (!object || !isDefaultClass(object)) return;
  const other = textAt(defaultClass(served.store), 'metadata', 'name');
  if (other === '' || (old && other === textAt(object, 'metadata', 'name'))) return;
  throw refusalOf(
    attributes,
    `PriorityClass ${other} is already marked as default. Only one default can exist`,
  );
}
