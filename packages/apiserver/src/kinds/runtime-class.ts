// What runs the containers of a pod.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/node/validation/validation.go

import { type JsonObject, valueAt } from '../json/json.ts';
import type { FieldFault } from '../status-error.ts';
import { Field } from '../validation/field.ts';
import { immutableFaults } from '../validation/immutable.ts';
import { labelFaults } from '../validation/labels.ts';
import { labelComplaints } from '../validation/names.ts';
import { at } from './cell.ts';
import type { Kind } from './kind.ts';
import { overheadFaults } from './pod/container-resources.ts';
import { tolerationFaults } from './pod/tolerations.ts';

function classFaults(runtimeClass: JsonObject, old: JsonObject | undefined): FieldFault[] {
  const object = new Field(runtimeClass);
  const [handler, scheduling] = [object.at('handler'), object.at('scheduling')];
  const fixed = object.at('overhead', 'podFixed');
  return [
    ...(handler.text === '' ? [handler.required()] : handler.invalidText(labelComplaints(handler.text))),
    ...overheadFaults(new Field(fixed.value, 'overhead')),
    ...labelFaults(scheduling.at('nodeSelector')),
    ...tolerationFaults(scheduling.at('tolerations')),
    ...repeatedFaults(scheduling.at('tolerations')),
    ...(old ? immutableFaults(handler, valueAt(old, 'handler')) : []),
  ];
}

function repeatedFaults(tolerations: Field): FieldFault[] {
  const seen = new Set<string>();
  return tolerations.items.flatMap((toleration) => {
    const text = (key: string): string => toleration.at(key).text;
    const id = { Key: text('key'), Operator: text('operator'), Value: text('value'), Effect: text('effect') };
    const key = JSON.stringify(id);
    const seconds = toleration.at('tolerationSeconds').value ?? null;
    if (seen.has(key)) return [toleration.duplicate({ ...id, TolerationSeconds: seconds })];
    seen.add(key);
    return [];
  });
}

export const runtimeClass: Kind = {
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  requiresVersion: true,
  createOnUpdate: true,
  validate: classFaults,
  cells: { Handler: at('handler', '') },
};
