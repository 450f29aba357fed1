// What may change in a Job.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/batch/validation/validation.go

import {
  arrayAt,
  type Json,
  type JsonObject,
  jsonEquals,
  numberAt,
  objectAt,
  stringAt,
  textAt,
  valueAt,
  withKey,
  without,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { withoutOmittedLists } from '../../types/zero-values.ts';
import { Field } from '../../validation/field.ts';
import { immutableFaults } from '../../validation/immutable.ts';
import { hasCondition } from './job-conditions.ts';
import { goFailurePolicy } from './pod-failure-policy.ts';
import { shownSelector } from './pod-selector.ts';
import { goSuccessPolicy } from './success-policy.ts';

/** Of the specs of a Job; `old` is the whole Job before. */
export function jobChangeFaults(spec: Field, old: JsonObject): FieldFault[] {
  const before = new Field(old).at('spec');
  const unchanged = (key: string, shown?: Json): FieldFault[] =>
    immutableFaults(spec.at(key), before.at(key).value, shown);
  return [
    ...completionsFaults(spec, before),
    ...unchanged('selector', shownSelector(spec.at('selector'))),
    ...templateFaults(spec, old),
    ...unchanged('completionMode'),
    ...unchanged('podFailurePolicy', goFailurePolicy(spec.at('podFailurePolicy'))),
    ...unchanged('backoffLimitPerIndex'),
    ...unchanged('managedBy'),
    ...unchanged('successPolicy', goSuccessPolicy(spec.at('successPolicy'))),
  ];
}

function completionsFaults(spec: Field, before: Field): FieldFault[] {
  const completions = spec.at('completions');
  if (spec.at('completionMode').text !== 'Indexed')
    return immutableFaults(completions, before.at('completions').value);
  const isSame = jsonEquals(completions.value ?? null, before.at('completions').value ?? null);
  if (isSame || !completions.isSet || completions.number === spec.at('parallelism').number) return [];
  return [completions.invalid('can only be modified in tandem with spec.parallelism')];
}

/** Where its pods run, and on what, may change as long as a suspended Job has none. */
function templateFaults(spec: Field, old: JsonObject): FieldFault[] {
  const before = objectAt(old, 'spec', 'template');
  const sent = spec.at('template');
  const template = sent.holding(withoutOmittedLists('core/v1/PodTemplateSpec', sent.object));
  const isSuspended = valueAt(old, 'spec', 'suspend') === true;
  if (!isSuspended || !isIdle(old)) return immutableFaults(template, before);
  const [pod, allowed] = [template.at('spec'), withDirectives(objectAt(before, 'spec'), template)];
  return immutableFaults(pod, withResources(allowed, pod.object));
}

function isIdle({ status }: JsonObject): boolean {
  const hasStarted = stringAt(status, 'startTime') !== undefined;
  return (!hasStarted || hasCondition(status, 'Suspended')) && (numberAt(status, 'active') ?? 0) === 0;
}

function withDirectives(old: JsonObject, template: Field): JsonObject {
  const next = template.at('spec').object;
  const free = ['nodeSelector', 'tolerations', 'schedulingGates'];
  const kept = free.reduce((spec, key) => withKey(spec, key, valueAt(next, key)), old);
  const affinity = withKey(
    objectAt(old, 'affinity'),
    'nodeAffinity',
    valueAt(next, 'affinity', 'nodeAffinity'),
  );
  const wanted = Object.hasOwn(next, 'affinity') || Object.keys(affinity).length > 0;
  return withKey(kept, 'affinity', wanted ? affinity : undefined);
}

function withResources(old: JsonObject, next: JsonObject): JsonObject {
  return ['containers', 'initContainers'].reduce((spec, key) => {
    const [before, after] = [arrayAt(spec, key), arrayAt(next, key)];
    if (before.length === 0 || before.length !== after.length) return spec;
    const list = before.map((one, at) => {
      const other = after[at];
      if (textAt(one, 'name') !== textAt(other, 'name')) return one;
      return withKey(without(objectAt(one), 'resources'), 'resources', valueAt(other, 'resources'));
    });
    return withKey(spec, key, list);
  }, old);
}
