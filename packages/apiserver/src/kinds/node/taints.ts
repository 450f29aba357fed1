// What keeps pods away from a node.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go

import { type JsonObject, objectAt, objectsAt, textAt } from '../../json/json.ts';
import type { FieldFault } from '../../status-error.ts';
import type { Field } from '../../validation/field.ts';
import { labelValueComplaints, qualifiedNameComplaints } from '../../validation/names.ts';
import { taintEffectFaults } from '../../validation/taints.ts';

/** `taints`: where the real server says that they stand. */
export function taintFaults(taints: Field): FieldFault[] {
  const seen = new Set<string>();
  return taints.items.flatMap((taint) => {
    const [key, value, effect] = [taint.at('key'), taint.at('value'), taint.at('effect')];
    const ofValue = labelValueComplaints(value.text);
    const id = JSON.stringify([key.text, effect.text]);
    const isRepeated = seen.has(id);
    seen.add(id);
    return [
      ...key.invalidText(qualifiedNameComplaints(key.text)),
      ...(ofValue.length === 0 ? [] : [value.invalid(ofValue.join(';'), value.text)]),
      ...(effect.text === '' ? [effect.required()] : taintEffectFaults(effect)),
      ...(isRepeated ? [repeated(taint)] : []),
    ];
  });
}

function repeated(taint: Field): FieldFault {
  const fault = taint.duplicate({
    Key: taint.at('key').text,
    Value: taint.at('value').text,
    Effect: taint.at('effect').text,
    TimeAdded: taint.at('timeAdded').value ?? null,
  });
  return { ...fault, message: `${fault.message}: taints must be unique by key and effect pair` };
}

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/**
 * A new node with the taint of one that is not ready: its controller takes it off again. Admission plugin
 * TaintNodesByCondition.
 *
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/nodetaint/admission.go
 */
export function withNotReadyTaint(node: JsonObject): JsonObject {
  const spec = objectAt(node, 'spec');
  const taints = objectsAt(spec, 'taints');
  const has = taints.some(
    (taint) => textAt(taint, 'key') === notReady.key && textAt(taint, 'effect') === notReady.effect,
  );
  return has ? node : { ...node, spec: { ...spec, taints: [...taints, notReady] } };
}
