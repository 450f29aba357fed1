// What of a pod may change once it is there.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import {
  type Json,
  type JsonObject,
  jsonEquals,
  jsonText,
  objectsAt,
  valueAt,
  withKey,
} from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import { withoutOmittedLists } from '../../types/zero-values.ts';
import type { Field } from '../../validation/field.ts';
import { rangeFaults } from '../../validation/numbers.ts';
import { gatedChangeFaults, withOldPlace } from './gated-change.ts';
import { tolerationFaults } from './tolerations.ts';

/** Of the specs of a pod, besides what must hold for every pod. */
export function podChangeFaults(spec: Field, old: Field): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const key of ['containers', 'initContainers']) {
    const [next, before] = [spec.at(key), old.at(key)];
    if (next.size !== before.size)
      return [...faults, next.forbidden('pod updates may not add or remove containers')];
    faults.push(...imageFaults(next));
  }
  const deadline = deadlineFaults(spec.at('activeDeadlineSeconds'), old.at('activeDeadlineSeconds'));
  faults.push(...deadline);
  if (deadline.length > 0 && spec.at('activeDeadlineSeconds').isSet) return faults;
  faults.push(
    ...addedTolerationFaults(spec.at('tolerations'), old.at('tolerations')),
    ...removedGateFaults(spec.at('schedulingGates'), old.at('schedulingGates')),
  );
  const isGated = old.at('schedulingGates').size > 0;
  if (isGated) faults.push(...gatedChangeFaults(spec, old));
  // What is empty is as good as none here.
  const kept = withOld(withoutOmittedLists('core/v1/PodSpec', spec.object), old.object);
  return [...faults, ...fixedFaults(spec.holding(isGated ? withOldPlace(kept, old.object) : kept), old)];
}

function imageFaults(containers: Field): FieldFault[] {
  return containers.items.flatMap((container) => {
    const image = container.at('image');
    return [
      ...(image.text === '' ? [image.required()] : []),
      ...(image.text.trim() === image.text
        ? []
        : [image.invalid('must not have leading or trailing whitespace')]),
    ];
  });
}

function deadlineFaults(deadline: Field, old: Field): FieldFault[] {
  if (!deadline.isSet)
    return old.isSet ? [deadline.invalid('must not update from a positive integer to nil value')] : [];
  const ofRange = rangeFaults(deadline, 0, 2 ** 31 - 1);
  if (ofRange.length > 0 || !old.isSet || old.number >= deadline.number) return ofRange;
  return [deadline.invalid('must be less than or equal to previous value')];
}

function addedTolerationFaults(tolerations: Field, old: Field): FieldFault[] {
  const identity = ({ object }: Field): string =>
    jsonText(['key', 'operator', 'value', 'effect'].map((key) => object[key] ?? ''));
  const present = new Set(tolerations.items.map(identity));
  if (old.items.every((one) => present.has(identity(one)))) return tolerationFaults(tolerations);
  return [tolerations.forbidden('existing toleration can not be modified except its tolerationSeconds')];
}

function removedGateFaults(gates: Field, old: Field): FieldFault[] {
  const before = new Set(old.items.map((gate) => gate.at('name').text));
  return gates.items
    .map((gate) => gate.at('name'))
    .filter(({ text }) => !before.has(text))
    .map((name) => name.forbidden(`only deletion is allowed, but found new scheduling gate '${name.text}'`));
}

// The spec as if nothing of what may change had.
function withOld(spec: JsonObject, old: JsonObject): JsonObject {
  let kept: JsonObject = spec;
  for (const key of ['activeDeadlineSeconds', 'schedulingGates', 'tolerations'])
    kept = withKey(kept, key, valueAt(old, key));
  for (const key of ['containers', 'initContainers'])
    if (objectsAt(spec, key).length > 0) kept = { ...kept, [key]: withOldImages(spec, old, key) };
  return kept;
}

function withOldImages(spec: JsonObject, old: JsonObject, key: string): Json {
  const before = objectsAt(old, key);
  return objectsAt(spec, key).map((container, at) =>
    withKey(container, 'image', valueAt(before[at], 'image')),
  );
}

const changeable = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

function fixedFaults(spec: Field, old: Field): FieldFault[] {
  if (jsonEquals(spec.object, old.object)) return [];
  const difference = shownDifference(old.object, spec.object);
  return [spec.forbidden(`pod updates may not change fields other than ${changeable}\n${difference}`)];
}

/** The fields of two objects that are not the same, as lines. */
export function shownDifference(old: JsonObject, next: JsonObject): string {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])].sort();
  const line = (sign: string, key: string, value: Json | undefined): string =>
    value === undefined ? '' : `${sign}${jsonText(key)}: ${jsonText(value)}\n`;
  return keys
    .filter((key) => !jsonEquals(old[key], next[key]))
    .map((key) => line('-', key, old[key]) + line('+', key, next[key]))
    .join('');
}
