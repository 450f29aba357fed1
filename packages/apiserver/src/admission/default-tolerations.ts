// Admission plugin DefaultTolerationSeconds: pods stay for some minutes on a node that goes away.
// https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/defaulttolerationseconds/admission.go

import { type JsonObject, objectAt, objectsAt, textAt } from '../json/json.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { writtenKind } from './written-kind.ts';

export const defaultTolerations: AdmissionPlugin = {
  name: 'DefaultTolerationSeconds',
  mutate(attributes) {
    const { object } = attributes;
    if (writtenKind(attributes) !== 'pods') return object;
    const spec = objectAt(object, 'spec');
    const given = objectsAt(spec, 'tolerations');
    const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
      .filter((key) => !given.some((one) => tolerates(one, key)))
      .map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
    return { ...object, spec: { ...spec, tolerations: [...given, ...added] } };
  },
};

function tolerates(toleration: JsonObject, key: string): boolean {
  return (
    ['', key].includes(textAt(toleration, 'key')) && ['', 'NoExecute'].includes(textAt(toleration, 'effect'))
  );
}
